#!/usr/bin/env bash
# Builds the release, one file that carries its site.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh toolchain packages npm
cargo xtask site --release
cargo build --release --locked -p server
say "$TARGET/release/atrio: $(($(stat -c %s "$TARGET/release/atrio") / 1000000)) MB"

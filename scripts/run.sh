#!/usr/bin/env bash
# Sets up, builds and serves: scripts/run.sh [argument of `atrio serve`]…
. "$(dirname "$0")/lib.sh"

scripts/setup.sh toolchain packages
[ -x "$TARGET/debug/atrio" ] || say "The first build takes some minutes; later ones take seconds."
cargo xtask site
cargo build --locked -p server
exec "$TARGET/debug/atrio" serve "$@"

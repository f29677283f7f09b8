#!/usr/bin/env bash
# Builds, fills an empty database with demo data, and serves: scripts/demo.sh
# The data lies in a folder of its own, target/demo, and is made anew each time.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh toolchain packages
cargo xtask site
cargo build --locked -p server
export ATRIO_DATA_DIR=$TARGET/demo
rm -rf "$ATRIO_DATA_DIR"
mkdir -p "$ATRIO_DATA_DIR"
"$TARGET/debug/atrio" demo
exec "$TARGET/debug/atrio" serve

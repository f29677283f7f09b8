#!/usr/bin/env bash
# Measures the release. ROUNDS and ROUND_SECONDS in the environment change how long.
. "$(dirname "$0")/lib.sh"

scripts/setup.sh bench browsers
scripts/build.sh
# Of the same crates with the same features, so that little is built anew.
cargo build --release --locked -p floors
node bench/bench.mjs "$TARGET/release/atrio" "$TARGET/release/floors"

#!/usr/bin/env bash
# The long tests: those marked `#[ignore]`, many more random cases, journeys five times.
. "$(dirname "$0")/lib.sh"

[ "$#" = 0 ] || fail "usage: scripts/soak.sh"
export PROPTEST_CASES=${PROPTEST_CASES:-20000} ATRIO_FUZZ=${ATRIO_FUZZ:-50000}

scripts/setup.sh
cargo xtask site --release
trap 'scripts/postgres.sh stop' EXIT
TEST_POSTGRES_URL=$(scripts/postgres.sh start)
export TEST_POSTGRES_URL
cargo test --locked "${NATIVE[@]}" --tests --no-fail-fast -- --include-ignored
cd end2end
TEST_ATRIO=$TARGET/debug/atrio node_modules/.bin/playwright test --repeat-each=5

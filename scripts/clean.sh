#!/usr/bin/env bash
# Removes what was built and downloaded into this folder. Data and locale files stay.
. "$(dirname "$0")/lib.sh"

scripts/postgres.sh stop
rm -rf "$TARGET" end2end/node_modules end2end/test-results

#!/usr/bin/env bash
# cargo's runner for tests: runs a test program only if it belongs to the package in ONLY.
# All packages are named in every call, so that cargo never compiles a crate with other features.
[ "$CARGO_PKG_NAME" = "$ONLY" ] || exit 0
exec "$@"

#!/usr/bin/env bash
# Serves, and rebuilds and reloads after every change: scripts/dev.sh [argument of `atrio serve`]…
. "$(dirname "$0")/lib.sh"

scripts/setup.sh toolchain packages
exec cargo xtask dev "$@"

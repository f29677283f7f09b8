# Sourced by every script: strict mode, the checkout's root as working directory, shared helpers.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Where cargo builds; everything else that a script makes lies there too.
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
NODE_HOME=$TARGET/node
TOOLS=$TARGET/tools

# What setup.sh put into target/ goes first; rustup is found even if no profile names it.
PATH=$NODE_HOME/node_modules/node/bin:$TOOLS/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
export PATH

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "error: $*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The packages that share one native build. They are always named together, with these features:
# cargo then compiles every crate once for clippy and once for all tests and the journeys' server.
# shellcheck disable=SC2034,SC2054
NATIVE=(-p domain -p backend -p app -p server --features app/ssr,server/test-hooks)

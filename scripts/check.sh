#!/usr/bin/env bash
# Everything that needs no test run: scripts/check.sh [PART]…
. "$(dirname "$0")/lib.sh"

ALL=(format supply types clippy)

check_format() {
    cargo fmt --all --check
}

# Licences, bans (with the oldest versions we accept) and sources of every crate, as in deny.toml.
check_supply() {
    scripts/setup.sh deny
    cargo deny --locked check --hide-inclusion-graph licenses bans sources
}

check_types() {
    scripts/setup.sh npm
    end2end/node_modules/.bin/tsc --project end2end
}

# `ssr` and `hydrate` are never compiled together, so each half has its own call.
check_clippy() {
    # With the floors of the measurements, which nothing else compiles.
    cargo clippy --locked --quiet "${NATIVE[@]}" -p floors --all-targets -- -D warnings
    cargo clippy --locked --quiet -p xtask --all-targets -- -D warnings
    # In the folder and with the profile of `cargo xtask site`, whose macros it finds there.
    CARGO_TARGET_DIR=target/front cargo clippy --locked --quiet -p frontend -p app \
        --features app/hydrate --lib --target wasm32-unknown-unknown --profile wasm-release \
        -- -D warnings
}

[ $# -gt 0 ] || set -- "${ALL[@]}"
scripts/setup.sh toolchain packages
for part in "$@"; do
    case " ${ALL[*]} " in
    *" $part "*) "check_$part" ;;
    *) fail "no part \"$part\"; there are: ${ALL[*]}" ;;
    esac
done

#!/usr/bin/env bash
# Installs what the named parts need and the machine lacks: scripts/setup.sh [PART]…
# A part that is already there costs some milliseconds and says nothing. Without names: all but bench.
. "$(dirname "$0")/lib.sh"

ALL=(toolchain packages node npm browsers postgres deny)
NODE_OLDEST=20
NODE_PINNED=22.23.3
DENY_PINNED=0.20.2

# apt_install WHAT SECONDS PACKAGE… – as root or by a sudo that asks nothing; otherwise prints the line.
apt_install() {
    local what=$1 seconds=$2 as=()
    shift 2
    have apt-get || fail "$what is missing. Install what your system calls: $*; then start again."
    if [ "$(id -u)" != 0 ]; then
        if sudo -n true 2>/dev/null; then
            as=(sudo -n)
        else
            say "$what is missing. Run this line, then start again:"
            fail "sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        fi
    fi
    say "Installing $what with apt-get (about $seconds s): $*"
    local apt=("${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
    "${apt[@]}" update >/dev/null || fail "apt-get update failed: is the network up?"
    "${apt[@]}" install -y --no-install-recommends "$@" </dev/null >/dev/null ||
        fail "apt-get could not install $*: its messages are above."
}

# The compiler, clippy, rustfmt and the browser's target, as rust-toolchain.toml pins them.
setup_toolchain() {
    if ! have rustup; then
        say "rustup is missing. Run this line, then start again:"
        fail "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --default-toolchain none"
    fi
    local channel installed
    channel=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
    installed=$(rustup component list --installed --toolchain "$channel" 2>/dev/null || true)
    case $installed in
    *clippy*rust-std-wasm32-unknown-unknown*rustfmt*) return ;;
    esac
    say "Installing Rust $channel with clippy, rustfmt and wasm32 (about 20 s, 250 MB)"
    # Without a name it reads rust-toolchain.toml; a mere cargo call may be told not to install.
    rustup toolchain install ||
        fail "rustup could not install Rust $channel: is the network up? Is there room in ~/.rustup?"
}

setup_packages() {
    local missing=()
    have cc || missing+=(gcc libc6-dev)
    have git || missing+=(git)
    have openssl || missing+=(openssl)
    [ ${#missing[@]} = 0 ] || apt_install "A C compiler or a basic tool" 30 "${missing[@]}"
}

node_is_new_enough() {
    have node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$NODE_OLDEST" ]
}

# Node runs wasm-opt, the journeys and their mail server. An old one stays; ours goes into target/.
setup_node() {
    node_is_new_enough && have npm && return
    have npm || apt_install "Node's package manager" 60 nodejs npm
    node_is_new_enough && return
    say "Installing Node $NODE_PINNED into $NODE_HOME (about 15 s): $NODE_OLDEST or newer is needed"
    npm install --silent --no-audit --no-fund --prefix "$NODE_HOME" "node@$NODE_PINNED" </dev/null ||
        fail "npm could not install Node: is the network up? Any Node from $NODE_OLDEST on will do."
    hash -r
    node_is_new_enough || fail "the Node that npm installed does not start; install one yourself."
}

# wasm-opt, Playwright, axe, the SMTP peer: the versions of end2end/package-lock.json.
setup_npm() {
    setup_node
    local lock=end2end/package-lock.json mark=end2end/node_modules/.installed-lock
    cmp -s "$lock" "$mark" && return
    say "Installing the npm packages of end2end/ (about 20 s, 250 MB)"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 \
        npm ci --silent --no-audit --no-fund --prefix end2end </dev/null ||
        fail "npm ci failed in end2end/: is the network up?"
    cp "$lock" "$mark"
}

setup_browsers() {
    local missing=()
    [ -x "${TEST_CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium)
    [ -x "${TEST_FIREFOX:-/usr/bin/firefox-esr}" ] || missing+=(firefox-esr)
    [ ${#missing[@]} = 0 ] ||
        apt_install "A browser (or TEST_CHROMIUM, TEST_FIREFOX: the path of yours)" 90 "${missing[@]}"
}

setup_postgres() {
    [ -n "${TEST_POSTGRES_URL:-}" ] && return
    scripts/postgres.sh programs >/dev/null 2>&1 && return
    apt_install "PostgreSQL (or TEST_POSTGRES_URL: the address of yours)" 40 postgresql
    scripts/postgres.sh programs >/dev/null
}

# Checks licences, bans and sources. Without optimisation it is built in a third of the time and
# still needs only seconds.
setup_deny() {
    have cargo-deny && return
    setup_toolchain
    say "Building cargo-deny $DENY_PINNED into $TOOLS (about 1 min)"
    CARGO_TARGET_DIR=$TOOLS/build CARGO_PROFILE_DEV_DEBUG=false \
        cargo install cargo-deny --version "$DENY_PINNED" --locked --debug --quiet --root "$TOOLS" ||
        fail "cargo-deny could not be built: is the network up?"
    rm -rf "$TOOLS/build"
}

# The load generator; not needed by tests.
setup_bench() {
    have wrk || apt_install "The load generator" 10 wrk
}

[ $# -gt 0 ] || set -- "${ALL[@]}"
for part in "$@"; do
    case " ${ALL[*]} bench " in
    *" $part "*) "setup_$part" ;;
    *) fail "no part \"$part\"; there are: ${ALL[*]} bench" ;;
    esac
done

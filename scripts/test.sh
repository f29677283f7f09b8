#!/usr/bin/env bash
# Everything that has to pass before a merge: scripts/test.sh [STEP]…
# Stops at the first step that fails. Ends with a table of minutes and one line of totals.
. "$(dirname "$0")/lib.sh"

STEPS=(setup lint clippy front build domain backend app server xtask docs journeys)
LOGS=$TARGET/test-logs
TABLE=()

# Tests neither ask nor write snapshots, and use memory instead of the disk where there is some.
export INSTA_UPDATE=no CARGO_TERM_PROGRESS_WHEN=never

step_setup() { scripts/setup.sh; }
step_lint() { scripts/check.sh format supply types; }
step_clippy() { scripts/check.sh clippy; }
step_front() { cargo xtask site --release; }
step_build() { cargo test --locked "${NATIVE[@]}" --tests --no-run; }

# run_tests PACKAGE – the package's share of the one build.
run_tests() {
    local host
    host=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
    env ONLY="$1" "CARGO_TARGET_${host}_RUNNER=$ROOT/scripts/only.sh" \
        cargo test --locked "${NATIVE[@]}" --tests --no-fail-fast
}

step_domain() { run_tests domain; }
step_backend() { run_tests backend; }
step_app() { run_tests app; }
step_server() { run_tests server; }
step_xtask() { cargo test --locked -p xtask --tests; }
step_docs() { cargo test --locked "${NATIVE[@]}" --doc; }

# `make run` leaves a program without the tests' hooks in the same place; the build puts its own back.
step_journeys() {
    step_build
    cd end2end
    export TEST_ATRIO=$TARGET/debug/atrio
    export PLAYWRIGHT_JSON_OUTPUT_FILE=$LOGS/journeys.json
    rm -f "$PLAYWRIGHT_JSON_OUTPUT_FILE"
    node_modules/.bin/playwright test --reporter=list,json
}

minutes() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# Sums cargo's lines "test result: ok. 12 passed; 0 failed; …" and Playwright's report.
totals() {
    {
        cat "$LOGS"/*.log 2>/dev/null | sed -n \
            's/^test result: .*\. \([0-9]*\) passed; \([0-9]*\) failed;.*/\1 \2/p'
        # shellcheck disable=SC2016
        [ ! -s "$LOGS/journeys.json" ] || node -p '
            const { stats } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
            `${stats.expected} ${stats.unexpected + stats.flaky}`' "$LOGS/journeys.json"
    } | awk '{ passed += $1; failed += $2 } END { printf "%d passed, %d failed\n", passed, failed }'
}

finish() {
    local status=$?
    [ "${OWN_POSTGRES:-no}" = no ] || scripts/postgres.sh stop
    [ -z "${SCRATCH:-}" ] || rm -rf "$SCRATCH"
    [ ${#TABLE[@]} = 0 ] || printf '\n%s\n' "minutes  step"
    [ ${#TABLE[@]} = 0 ] || printf '%s\n' "${TABLE[@]}" "$(minutes $SECONDS)     all"
    echo
    totals
    exit "$status"
}

# Memory for data directories of tests, if the machine has enough; durability has its own tests.
scratch() {
    local free
    free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
    [ -w /dev/shm ] && [ "${free:-0}" -gt 1000000 ] || return 0
    SCRATCH=$(mktemp -d /dev/shm/atrio-test.XXXXXX)
    export TMPDIR=$SCRATCH
}

[ $# -gt 0 ] || set -- "${STEPS[@]}"
for step in "$@"; do
    case " ${STEPS[*]} " in *" $step "*) ;; *) fail "no step \"$step\"; there are: ${STEPS[*]}" ;; esac
done
rm -rf "$LOGS"
mkdir -p "$LOGS"
trap finish EXIT
trap 'exit 130' INT TERM
scratch

for step in "$@"; do
    printf '\n== %s\n' "$step"
    case $step in
    backend | server | journeys)
        if [ -z "${TEST_POSTGRES_URL:-}" ]; then
            OWN_POSTGRES=yes
            TEST_POSTGRES_URL=$(scripts/postgres.sh start)
            export TEST_POSTGRES_URL
        fi
        ;;
    esac
    begin=$SECONDS
    # Outside of any condition, so that `set -e` holds inside the step.
    set +e
    (set -e; "step_$step") 2>&1 | tee "$LOGS/$step.log"
    status=${PIPESTATUS[0]}
    set -e
    TABLE+=("$(printf '%7s  %s' "$(minutes $((SECONDS - begin)))" "$step")")
    if [ "$status" != 0 ]; then
        printf '\nFAILED: step %s. Again, alone: scripts/test.sh %s\n' "$step" "$step"
        exit 1
    fi
done

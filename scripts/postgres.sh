#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: scripts/postgres.sh start|stop|url|programs
# It listens on a socket only, forgets nothing but durability, and dies with `stop`.
. "$(dirname "$0")/lib.sh"

# Holds the folder of the running server. That folder is under /tmp, because the system user
# `postgres` may not enter a home directory and a socket's path has to stay below 100 bytes.
NOTE=$TARGET/postgres

# Prints the folder of the newest installed server's programs.
programs() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) \
        "$(pg_config --bindir 2>/dev/null || true)"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return
    done
    fail "PostgreSQL's programs initdb and pg_ctl are missing: scripts/setup.sh postgres installs them."
}

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

url() {
    [ -s "$NOTE" ] || fail "no test server is running: scripts/postgres.sh start"
    echo "postgres:///postgres?host=$(<"$NOTE")&user=postgres"
}

start() {
    stop
    local bin folder
    bin=$(programs)
    folder=$(mktemp -d /tmp/atrio-postgres.XXXXXX)
    mkdir -p "$TARGET"
    echo "$folder" >"$NOTE"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    (
        cd "$folder"
        as_server "$bin/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 \
            --locale=C --no-sync >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
        cat >>data/postgresql.conf <<-CONF
			listen_addresses = ''
			unix_socket_directories = '$folder'
			max_connections = 300
			fsync = off
			synchronous_commit = off
			full_page_writes = off
		CONF
        as_server "$bin/pg_ctl" start --silent --wait --timeout=30 --pgdata=data \
            --log=server.log || { cat server.log >&2; exit 1; }
    ) || { stop; fail "the test server did not start; its messages are above."; }
    url
}

# Also clears what a killed run left behind.
stop() {
    [ -s "$NOTE" ] || return 0
    local bin folder
    folder=$(<"$NOTE")
    if [ -f "$folder/data/postmaster.pid" ]; then
        bin=$(programs)
        (cd "$folder" && as_server "$bin/pg_ctl" stop --silent --mode=immediate --pgdata=data) ||
            say "The test server in $folder was already gone."
    fi
    case $folder in /tmp/atrio-postgres.??????) rm -rf "$folder" ;; esac
    rm -f "$NOTE"
}

case ${1:-} in
start | stop | url | programs) "$1" ;;
*) fail "usage: scripts/postgres.sh start|stop|url|programs" ;;
esac

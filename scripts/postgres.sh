#!/bin/sh
# Runs a command with a throw-away PostgreSQL cluster of its own:
#
#     scripts/postgres.sh COMMAND [ARGUMENT...]
#
# The command finds the server's address in TEST_DATABASE_URL. The cluster lives in a temporary folder, listens on a free port
# of the loopback address only, belongs to a user who is not root, and is stopped and removed when the command ends or is
# interrupted. It keeps nothing safe on disk (fsync is off): never use it for data. The exit status is the command's.
set -eu

oldest=15

say() {
    printf 'postgres.sh: %s\n' "$*" >&2
}

# Prints the major version of the PostgreSQL programs in folder $1; fails where they are missing.
major_version() {
    for program in initdb pg_ctl postgres; do
        [ -x "$1/$program" ] || return 1
    done
    "$1/postgres" -V 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9][0-9]*\).*/\1/p' | grep .
}

# Prints the folder with the newest PostgreSQL programs that are new enough: the one on PATH where there is one.
find_programs() {
    newest=0 newest_in=
    on_path=$(command -v initdb || true)
    for folder in "${on_path%/*}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin /usr/local/opt/postgresql*/bin \
        /opt/homebrew/opt/postgresql*/bin; do
        version=$(major_version "$folder") || continue
        [ "$version" -ge "$oldest" ] && [ "$version" -gt "$newest" ] || continue
        newest=$version newest_in=$folder
        [ "$folder" != "${on_path%/*}" ] || break
    done
    [ -n "$newest_in" ] && printf '%s\n' "$newest_in"
}

# Installs Debian's package where that can be done without asking anybody; fails otherwise.
install_programs() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" -eq 0 ]; then
        set -- env
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        set -- sudo -n env
    else
        return 1
    fi
    say "no PostgreSQL $oldest or newer found: installing Debian's package postgresql"
    "$@" apt-get update -q >&2 || true
    "$@" DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postgresql >&2
}

# Runs its arguments as the owner of the cluster: ourselves, or a user without rights where we are root.
as_owner() {
    if [ -z "$owner" ]; then
        "$@"
    elif command -v setpriv >/dev/null 2>&1; then
        setpriv --reuid "$(id -u "$owner")" --regid "$(id -g "$owner")" --clear-groups -- "$@"
    elif command -v runuser >/dev/null 2>&1; then
        runuser -u "$owner" -- "$@"
    else
        su -s /bin/sh "$owner" -c 'exec "$0" "$@"' -- "$@"
    fi
}

choose_owner() {
    owner=
    [ "$(id -u)" -eq 0 ] || return 0
    for owner in postgres nobody; do
        ! id -u "$owner" >/dev/null 2>&1 || return 0
    done
    say "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody"
    exit 1
}

# Makes the folder of the cluster; a long or a closed temporary folder is of no use to a socket or to another user.
make_folder() {
    for base in "${TMPDIR:-/tmp}" /tmp; do
        [ "${#base}" -le 60 ] && folder=$(mktemp -d "$base/padi-postgres.XXXXXX") || continue
        [ -z "$owner" ] || chown "$owner" "$folder"
        if as_owner test -w "$folder"; then
            return 0
        fi
        rm -rf "$folder"
    done
    folder=
    say "no temporary folder is writable for the user ${owner:-$(id -un)}"
    exit 1
}

make_cluster() {
    if ! as_owner "$programs/initdb" -D "$folder/data" -U padi -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1; then
        cat "$folder/initdb.log" >&2
        say "initdb failed"
        exit 1
    fi
    cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'UTC'
log_timezone = 'UTC'
CONF
}

# A port below those that the kernel gives out by itself.
random_port() {
    printf '%d\n' $((20000 + $(od -A n -N 2 -t u2 /dev/urandom) % 12000))
}

# Starts the server. Whether a port is free is asked by taking it, which nobody can overtake; a taken one is no failure.
start_server() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$(random_port)
        : >"$folder/server.log"
        [ -z "$owner" ] || chown "$owner" "$folder/server.log"
        if as_owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -o "-p $port" -t 60 -w start >"$folder/start.log" 2>&1; then
            return 0
        fi
        grep -q 'TCP/IP sockets' "$folder/server.log" || break
    done
    cat "$folder/start.log" "$folder/server.log" >&2
    say "the server did not start"
    exit 1
}

# Sends signal $1 to the command, with all that it started where it leads a session of its own.
signal_command() {
    kill -s "$1" -- "-$command_id" 2>/dev/null || kill -s "$1" "$command_id" 2>/dev/null || true
}

# Ends the command if it still runs (by force after ten seconds), then the server.
clean_up() {
    trap '' HUP INT TERM
    if [ -n "$command_id" ]; then
        signal_command TERM
        (sleep 10 && signal_command KILL) >/dev/null 2>&1 &
        wait "$command_id" 2>/dev/null || true
        kill -s KILL "$!" 2>/dev/null || true
    fi
    [ -n "$folder" ] || return 0
    if [ -f "$folder/data/postmaster.pid" ]; then
        as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate -t 30 -w stop >/dev/null 2>&1 ||
            kill -s KILL "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null || true
    fi
    cd /
    rm -rf "$folder"
}

[ $# -gt 0 ] || {
    say "usage: scripts/postgres.sh COMMAND [ARGUMENT...]"
    exit 2
}

programs=$(find_programs) || { install_programs && programs=$(find_programs); } || {
    say "PostgreSQL $oldest or newer is needed: install it (Debian: apt-get install postgresql), or set TEST_DATABASE_URL to a server where you may create databases."
    exit 1
}

folder= command_id= here=$(pwd)
choose_owner
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
make_folder
cd "$folder" # The owner may not be allowed to stand where we stand.
make_cluster
start_server
cd "$here"

TEST_DATABASE_URL="postgres://padi@127.0.0.1:$port/postgres"
export TEST_DATABASE_URL
# In the background, so that a signal is answered at once, and in a session of its own, so that all of it can be ended.
if command -v setsid >/dev/null 2>&1; then
    setsid "$@" &
else
    "$@" &
fi
command_id=$!
status=0
wait "$command_id" || status=$?
command_id=
exit "$status"

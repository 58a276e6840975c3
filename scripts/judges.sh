#!/bin/sh
# Judges of others over a server of its own: schemathesis, redocly, and headless Chromium on /docs. What they need goes into
# .scratch/judges (Python's venv, npm); Chromium is Debian's, installed where it is missing and may be.
#
#     scripts/judges.sh [EXAMPLES]    EXAMPLES: how many cases schemathesis makes up for an operation (30)
set -eu
cd "$(dirname "$0")/.."
here=$(pwd) examples=${1:-30}
scratch="$here/.scratch/judges"
mkdir -p "$scratch"

say() {
    printf 'judges: %s\n' "$*"
}

# Stops with one sentence on what to install.
need() {
    command -v "$1" >/dev/null 2>&1 || {
        say "$1 is needed: install $2" >&2
        exit 1
    }
}

install_tools() {
    need python3 "Python 3.10 or newer with venv (Debian: apt-get install python3-venv)"
    need npm "Node.js 20 or newer with npm (Debian: apt-get install npm)"
    [ -x "$scratch/venv/bin/schemathesis" ] || {
        say "installing schemathesis"
        python3 -m venv "$scratch/venv"
        "$scratch/venv/bin/pip" install -q --disable-pip-version-check "schemathesis>=4.32,<5"
    }
    [ -d "$scratch/node_modules/@redocly/cli" ] && [ -d "$scratch/node_modules/playwright-core" ] || {
        say "installing redocly and playwright-core"
        npm install --prefix "$scratch" --loglevel=error --no-audit --no-fund --no-package-lock @redocly/cli@2 playwright-core@1
    }
    CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
    [ -n "$CHROMIUM" ] || {
        install_chromium || {
            say "Chromium is needed: install it (Debian: apt-get install chromium)" >&2
            exit 1
        }
        CHROMIUM=$(command -v chromium)
    }
    export CHROMIUM
}

install_chromium() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" -eq 0 ]; then
        set -- env
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        set -- sudo -n env
    else
        return 1
    fi
    say "installing Debian's package chromium"
    "$@" apt-get update -q >/dev/null || true
    "$@" DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium >/dev/null
}

server= folder=
clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    [ -z "$folder" ] || rm -rf "$folder"
}

# Puts demo data into a fresh database and serves it on a free port.
start_server() {
    cargo build -q -p padi-server --bin padi
    padi="${CARGO_TARGET_DIR:-target}/debug/padi"
    folder=$(mktemp -d "${TMPDIR:-/tmp}/padi-judges.XXXXXX")
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    url="http://127.0.0.1:$port"
    unset PADI_CONFIG PADI_PUBLIC_URL PADI_DATABASE_URL PADI_SMTP_URL PADI_TRUSTED_PROXIES PADI_METRICS_TOKEN
    export PADI_SANDBOX=1 PADI_RATE_LIMIT=off PADI_DATA_DIR="$folder/var" PADI_BIND="127.0.0.1:$port" PADI_LOG=warn
    "$padi" demo-data >"$folder/demo.json"
    "$padi" serve >"$folder/server.log" 2>&1 &
    server=$!
    tries=0
    until python3 -c "import urllib.request as u; u.urlopen('$url/healthz/ready')" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] && kill -0 "$server" 2>/dev/null || {
            cat "$folder/server.log" >&2
            say "the server did not start" >&2
            exit 1
        }
        sleep 0.1
    done
}

# Runs a judge: its output goes to a log of its own, and to the screen where it fails.
failed=0 table=
judge() {
    name=$1
    shift
    say "$name"
    log="$scratch/$name.log"
    if "$@" >"$log" 2>&1; then
        verdict=passed
    else
        verdict=FAILED
        failed=1
        cat "$log"
    fi
}

row() {
    table="$table$(printf '  %-14s %-8s %s' "$name" "$verdict" "$1")
"
}

install_tools
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
start_server

"$padi" openapi >"$folder/openapi.json"
judge redocly "$scratch/node_modules/.bin/redocly" lint --config tests/judges/redocly.yaml "$folder/openapi.json"
# A warning is a failure, too.
if [ "$verdict" = passed ] && grep -q 'Warning was generated\|warnings\?\.$' "$log"; then
    verdict=FAILED failed=1
    cat "$log"
fi
row "$(grep -c 'Error was generated' "$log" || true) errors, $(grep -c 'Warning was generated' "$log" || true) warnings"

cp tests/judges/docs.mjs "$scratch/docs.mjs" # Modules are found beside the script.
judge docs node "$scratch/docs.mjs" "$url" "$here/.scratch/docs.png"
row "$(paste -s -d ';' "$log" | sed 's/;/; /g'); picture in .scratch/docs.png"

JUDGES_URL=$url JUDGES_DEMO="$folder/demo.json" JUDGES_COUNTS="$scratch/counts.json"
export JUDGES_URL JUDGES_DEMO JUDGES_COUNTS
rm -f "$JUDGES_COUNTS"
judge schemathesis "$scratch/venv/bin/schemathesis" --config-file tests/judges/schemathesis.toml run "$folder/openapi.json" --url "$url" \
    --continue-on-failure --no-color --max-examples "$examples" --generation-database none
row "$(grep -E '^ +[0-9]+ generated' "$log" | sed 's/^ *//'); $(grep -E 'Tested: ' "$log" | sed 's/^ *//')"

judge reached python3 tests/judges/reached.py "$folder/openapi.json" "$JUDGES_COUNTS"
row "$(tail -n 1 "$log")"

printf '\n%s' "$table"
exit "$failed"

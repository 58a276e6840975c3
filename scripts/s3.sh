#!/bin/sh
# Attachments in a real S3-speaking store: moto of PyPI, installed into .scratch/s3, with a bucket of its own.
set -eu
cd "$(dirname "$0")/.."
scratch="$(pwd)/.scratch/s3"
command -v python3 >/dev/null 2>&1 || {
    echo "s3: Python 3.10 or newer with venv is needed (Debian: apt-get install python3-venv)" >&2
    exit 1
}
[ -x "$scratch/bin/moto_server" ] || {
    echo "s3: installing moto"
    python3 -m venv "$scratch"
    "$scratch/bin/pip" install -q --disable-pip-version-check "moto[server]>=5,<6"
}
cargo build -q -p padi-server -p padi-tests --bin padi --example s3

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$scratch/bin/moto_server" -H 127.0.0.1 -p "$port" >"$scratch/moto.log" 2>&1 &
store=$!
trap 'kill "$store" 2>/dev/null || true; wait "$store" 2>/dev/null || true' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The variables that S3's own tools read.
export AWS_ENDPOINT_URL="http://127.0.0.1:$port" AWS_ALLOW_HTTP=true AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=padi AWS_SECRET_ACCESS_KEY=padi
bucket=padi-lampiran
tries=0
until python3 -c "import urllib.request as u; u.urlopen(u.Request('$AWS_ENDPOINT_URL/$bucket', method='PUT'))" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] && kill -0 "$store" 2>/dev/null || {
        cat "$scratch/moto.log" >&2
        echo "s3: the store did not start" >&2
        exit 1
    }
    sleep 0.1
done
"${CARGO_TARGET_DIR:-target}/debug/examples/s3" "$bucket"

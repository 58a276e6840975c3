#!/bin/sh
# Writes openapi/openapi.json as the program prints it; a failure leaves the old file as it is.
set -eu
cd "$(dirname "$0")/.."
new=openapi/.openapi.json.new
trap 'rm -f "$new"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p openapi
cargo run -q --bin padi -- openapi >"$new"
[ -s "$new" ] || {
    echo "openapi.sh: the program printed nothing" >&2
    exit 1
}
mv "$new" openapi/openapi.json
echo "openapi/openapi.json written"

#!/bin/sh
# Walks every operation against a server of its own, writes what was asked and answered to openapi/examples.json, and with it the
# document.
set -eu
cd "$(dirname "$0")/.."
cargo build -q -p padi-server -p padi-tests --bin padi --example record
"${CARGO_TARGET_DIR:-target}/debug/examples/record"
echo "openapi/examples.json written"
exec scripts/openapi.sh

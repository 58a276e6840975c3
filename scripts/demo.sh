#!/bin/sh
# Walks one complaint from submission to closure against a server of its own, and shows each step; with `information`, a request.
set -eu
cd "$(dirname "$0")/.."
cargo build -q -p padi-server -p padi-tests --bin padi --example demo
exec "${CARGO_TARGET_DIR:-target}/debug/examples/demo" "$@"

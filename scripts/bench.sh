#!/bin/sh
# Measures what requests cost beside a floor (tests/examples/bench), over a PostgreSQL server on this machine: the one of
# TEST_DATABASE_URL, or a throw-away cluster.
set -eu
cd "$(dirname "$0")/.."
cargo build --release -p padi-server -p padi-tests --bin padi --example bench --example floor
bench=${CARGO_TARGET_DIR:-target}/release/examples/bench
[ -n "${TEST_DATABASE_URL:-}" ] || exec scripts/postgres.sh timeout 900 "$bench"
exec timeout 900 "$bench"

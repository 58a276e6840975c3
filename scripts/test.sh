#!/bin/sh
# Runs every test on SQLite and on PostgreSQL, and sums what each test program reports in a last line `N passed, M failed`.
#
# PostgreSQL is the server of TEST_DATABASE_URL (its user needs CREATEDB); without that, a throw-away cluster of our own. Arguments
# go to `cargo test`. Fails where a test failed, a program did not build or died, or nothing ran at all.
set -eu
cd "$(dirname "$0")/.."

[ -n "${TEST_DATABASE_URL:-}" ] || exec scripts/postgres.sh scripts/test.sh "$@"
export TEST_DATABASE_URL

folder=$(mktemp -d "${TMPDIR:-/tmp}/padi-test.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

{
    status=0
    cargo test --workspace --no-fail-fast "$@" 2>&1 || status=$?
    echo "$status" >"$folder/status"
} | tee "$folder/output"
status=$(cat "$folder/status")

# A program that was started and reported nothing has died: that is a failure, though no test says so.
awk -v status="$status" '
    /^ +Running .*\(.*\)$/ || /^ +Doc-tests / { started++ }
    /^test result: / {
        reported++
        for (i = 4; i < NF; i++) {
            if ($(i + 1) ~ /^passed;/) passed += $i
            if ($(i + 1) ~ /^failed;/) failed += $i
            if ($(i + 1) ~ /^ignored;/) ignored += $i
        }
    }
    END {
        if (started > reported) { printf "\n%d test program(s) died before the end", started - reported; failed += started - reported }
        if (status != 0 && failed == 0) { printf "\ncargo test failed with status %d before it could run a test", status; failed = 1 }
        if (status == 0 && passed + failed == 0) { printf "\nno test ran at all"; failed = 1 }
        if (ignored > 0) printf "\n%d ignored", ignored
        printf "\n%d passed, %d failed\n", passed, failed
        exit (failed > 0 || status != 0)
    }
' "$folder/output"

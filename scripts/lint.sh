#!/bin/sh
# Formatting, lints, and, where their tools are installed (`make tools`), unused dependencies and licences.
set -eu
cd "$(dirname "$0")/.."
PATH="$(pwd)/.scratch/tools/bin:$PATH"

cargo fmt --all --check
cargo clippy --workspace --all-targets -- -D warnings

# Runs `cargo $1` with the remaining arguments where it is installed, and says so where it is not.
if_installed() {
    if command -v "cargo-$1" >/dev/null 2>&1; then
        cargo "$@"
    else
        echo "cargo $1: not installed, left out (make tools)"
    fi
}
if_installed machete
if_installed deny check

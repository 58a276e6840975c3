#!/bin/sh
# Sends the mails of a walking case through a real SMTP server: aiosmtpd, which goes into .scratch/smtp (Python's venv). Takes about
# a minute, because the first mails are sent while the server is down.
set -eu
cd "$(dirname "$0")/.."
scratch="$(pwd)/.scratch/smtp"
command -v python3 >/dev/null 2>&1 || {
    echo "smtp: python3 is needed: install Python 3.10 or newer with venv (Debian: apt-get install python3-venv)" >&2
    exit 1
}
[ -x "$scratch/venv/bin/aiosmtpd" ] || {
    echo "smtp: installing aiosmtpd"
    mkdir -p "$scratch"
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" install -q --disable-pip-version-check "aiosmtpd>=1.4,<2"
}
cargo build -q --bin padi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
"$scratch/venv/bin/python" tests/smtp/walk.py "${CARGO_TARGET_DIR:-target}/debug/padi" "$folder/var"

#!/bin/sh
# Finds a browser for the tests, or installs one: Debian's package, else the one that Playwright brings.
set -eu
if [ -n "${BIRDDOG_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; then
    exit 0
fi
echo "no chromium on the PATH: installing one for the browser tests"
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
    if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null; then
        exit 0
    fi
fi
exec "$1" -m playwright install chromium

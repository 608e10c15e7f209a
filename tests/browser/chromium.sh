#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's; says plainly when it can do neither.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    command -v chromium >/dev/null 2>&1 && exit 0
fi
echo "The browser tests need Chromium and none was found. Install it (Debian, Ubuntu: sudo apt-get install chromium) and run make test again." >&2
exit 1

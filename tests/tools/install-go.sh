#!/bin/sh
# Makes sure that a Go toolchain is there, for the tests that watch a real Go program. Prints the path of the go command.
# Does nothing where one is found already. Ends with 1, and says what to install, where it cannot be had.
set -eu

find_go() {
    for candidate in "$(command -v go 2>/dev/null || true)" /usr/local/go/bin/go /usr/lib/go/bin/go; do
        if [ -n "$candidate" ] && [ -x "$candidate" ]; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

if find_go; then
    exit 0
fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "install-go: there is no go command. Install it, for example: apt-get install golang-go" >&2
    exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! apt-get install -y --no-install-recommends golang-go >"$log" 2>&1; then
    if ! { apt-get update && apt-get install -y --no-install-recommends golang-go; } >>"$log" 2>&1; then
        tail -n 5 "$log" >&2
        echo "install-go: apt-get could not install golang-go." >&2
        exit 1
    fi
fi
find_go

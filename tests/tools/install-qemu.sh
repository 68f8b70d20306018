#!/usr/bin/env bash
# Unpacks qemu-aarch64 from Debian's packages into artifacts/qemu, for tests that read Go programs built for arm64. Nothing is
# installed on the system and no root is needed. Does nothing on arm64 itself or where it is there already.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/tests/tools/debian-packages.sh"
program="$root/artifacts/qemu/qemu-aarch64"
if [[ $(uname -m) == aarch64 || -x $program ]]; then
    exit 0
fi

lock_packages
open_packages || exit 1
release=$(newest_package qemu-user)
[[ -n $release ]] || { echo "install-qemu: none of ${suites[*]} has qemu-user." >&2; exit 1; }
work=$(mktemp -d "$apt_root/unpack.XXXXXX")
trap 'rm -rf "$work"' EXIT
download_into "$work" "qemu-user=$release" || { echo "install-qemu: the download failed, see $apt_root/download.log." >&2; exit 1; }
dpkg-deb -x "$work"/*.deb "$work/unpacked"
# Since Debian 13 it is linked statically.
"$work/unpacked/usr/bin/qemu-aarch64" --version > /dev/null || { echo "install-qemu: qemu-user $release does not start here." >&2; exit 1; }
mkdir -p "$(dirname "$program")"
mv "$work/unpacked/usr/bin/qemu-aarch64" "$program"
echo "qemu-aarch64: $release in $program"

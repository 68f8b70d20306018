#!/usr/bin/env bash
# Unpacks glibc 2.31, of Debian 11, with what .NET needs beside it and a shell, into artifacts/glibc-2.31: a root for
# chroot. The packages come from the mirror of this machine's own sources, through apt; nothing is installed.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
target=$root/artifacts/glibc-2.31
[ -e "$target/.done" ] && exit 0
[ "$(uname -m)" = x86_64 ] || { echo "install-old-glibc: Expected x86_64, found $(uname -m)." >&2; exit 1; }
command -v apt-get >/dev/null 2>&1 || { echo "install-old-glibc: There is no apt-get here." >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"
mirror=$(sed -nE 's/^(URIs: *|deb +(\[[^]]*\] +)?)(https?:\/\/[^ ]+\/debian)\/?( .*)?$/\3/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1 || true)
[ -n "$mirror" ] || { echo "install-old-glibc: This machine's apt has no mirror of Debian." >&2; exit 1; }
echo "deb [check-valid-until=no] $mirror bullseye main" >"$scratch/sources.list"
options=(-q -o "Dir::Etc::SourceList=$scratch/sources.list" -o Dir::Etc::SourceParts=/dev/null
  -o "Dir::State::lists=$scratch/lists" -o "Dir::Cache=$scratch/cache" -o APT::Sandbox::User=root)
cd "$scratch"
apt-get "${options[@]}" update >"$scratch/log" 2>&1 &&
  apt-get "${options[@]}" download \
      {libc6,libstdc++6,libgcc-s1,zlib1g,busybox-static}/bullseye >>"$scratch/log" 2>&1 || {
    tail -n 3 "$scratch/log" >&2
    echo "install-old-glibc: Debian's mirror serves no packages of Debian 11 any more, or is out of reach." >&2
    exit 1
  }
rm -rf "$target"
mkdir -p "$target"/{dotnet,resident,proc,dev,tmp}
for package in *.deb; do dpkg-deb --extract "$package" "$target"; done
touch "$target/.done"

#!/usr/bin/env bash
# Fetches esbuild, a stripped Go program, as each of several Go releases built it, into artifacts/npm-targets/esbuild-VERSION.
# They are targets of the attach tests: Go 1.16 to 1.26, some without build information. Versions that are there cost nothing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder="$root/artifacts/npm-targets"
mkdir -p "$folder"
command -v npm > /dev/null || { echo "install-npm-targets: npm is missing; the tests of stripped programs are skipped without it." >&2; exit 1; }

for version in 0.8.57 0.14.27 0.17.19 0.19.12 0.21.5 0.25.0 0.27.4 0.28.2; do
    target="$folder/esbuild-$version"
    if [[ -x $target ]]; then
        echo "esbuild $version: $target"
        continue
    fi
    work=$(mktemp -d "$folder/unpack.XXXXXX")
    if (cd "$work" && { npm pack --silent "@esbuild/linux-x64@$version" || npm pack --silent "esbuild-linux-64@$version"; }) > /dev/null 2>&1 \
        && tar -xzf "$work"/*.tgz -C "$work"; then
        mv "$work/package/bin/esbuild" "$target"
        echo "esbuild $version: $target"
    else
        echo "esbuild $version: missing: npm could not fetch it"
    fi
    rm -rf "$work"
done

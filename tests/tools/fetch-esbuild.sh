#!/bin/sh
# Fetches stripped Go programs of several Go versions, for the tests that recognise them: esbuild from npm.
# Usage: fetch-esbuild.sh [VERSION...]   They land in artifacts/testtools/esbuild/VERSION/esbuild, once.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v npm >/dev/null || { echo "npm is not installed (Debian package npm)." >&2; exit 2; }
[ $# -gt 0 ] || set -- 0.8.57 0.14.54 0.19.12 0.25.12 0.28.2
for version in "$@"; do
    target="$root/artifacts/testtools/esbuild/$version"
    [ -x "$target/esbuild" ] && continue
    case $version in
        0.?.*|0.1[0-5].*) package=esbuild-linux-64 ;;
        *) package=@esbuild/linux-x64 ;;
    esac
    work=$(mktemp -d)
    # npm names the file by package and version; the folder is ours, so whatever is in it is it.
    (cd "$work" && npm pack --silent "$package@$version" >/dev/null && tar -xzf ./*.tgz)
    mkdir -p "$target"
    mv "$work/package/bin/esbuild" "$target/esbuild.new"
    chmod +x "$target/esbuild.new"
    mv "$target/esbuild.new" "$target/esbuild"
    rm -rf "$work"
done

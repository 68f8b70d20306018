#!/usr/bin/env bash
# Unpacks Go toolchains from Debian's suites into artifacts/toolchains/go1.NN, for the tests that build Go programs.
#
#   tests/tools/install-go-toolchains.sh             each version that the suites offer, from 1.19
#   tests/tools/install-go-toolchains.sh 1.22 1.26   these versions
#
# Nothing is installed on the system: apt keeps its lists and downloads in artifacts/apt, and packages are unpacked, not
# configured. No root is needed. Versions that are there already cost no network. Prints one line a version, and what is
# missing with the reason. Exits 0 when every version that was named is there (without names: at least one).
#
# Build with a toolchain:
#   GOROOT=artifacts/toolchains/go1.26 GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-mod=mod artifacts/toolchains/go1.26/bin/go build .
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
toolchains="${RESIDENT_TOOLCHAINS:-$root/artifacts/toolchains}"
. "$root/tests/tools/debian-packages.sh"
all_versions=(1.19 1.21 1.22 1.23 1.24 1.25 1.26 1.27)

say() { printf '%s\n' "$*"; }
fail() { printf 'install-go-toolchains: %s\n' "$*" >&2; exit 1; }

is_there() { [[ -x "$toolchains/go$1/bin/go" && -f "$toolchains/go$1/.complete" ]]; }

# The unpacked packages' release, as in go1.26.5. Debian's newer packages add a second line with the time.
release_of() { head -n 1 "$toolchains/go$1/VERSION"; }

# Debian splits a GOROOT in /usr/lib/go-1.NN (programs, symbolic links) and /usr/share/go-1.NN (source). This joins them.
join_goroot() {
    local version=$1 unpacked=$2 goroot=$3
    find "$unpacked/usr/lib/go-$version" -type l -delete
    mkdir -p "$goroot"
    cp -a "$unpacked/usr/share/go-$version/." "$goroot/"
    cp -a "$unpacked/usr/lib/go-$version/." "$goroot/"
}

install_version() {
    local version=$1 release work package
    package="golang-$version-go"
    release=$(newest_package "$package")
    if [[ -z $release ]]; then
        reason="none of ${suites[*]} has $package for $architecture"
        return 1
    fi
    work=$(mktemp -d "$apt_root/unpack.XXXXXX")
    local source_release
    source_release=$(apt-cache "${apt[@]}" madison "golang-$version-src" 2>/dev/null | awk -F'|' '{gsub(/ /, "", $2); print $2}' | grep -Fx -e "$release" | head -n 1 || true)
    if ! download_into "$work/deb" "$package=$release" "golang-$version-src=${source_release:-$(newest_package "golang-$version-src")}"; then
        reason="the download of $package $release failed, see $apt_root/download.log"
        rm -rf "$work"
        return 1
    fi
    local deb
    for deb in "$work/deb"/*.deb; do
        dpkg-deb -x "$deb" "$work/unpacked"
    done
    rm -rf "$toolchains/go$version"
    join_goroot "$version" "$work/unpacked" "$toolchains/go$version"
    rm -rf "$work"
    if ! GOROOT="$toolchains/go$version" GOTOOLCHAIN=local "$toolchains/go$version/bin/go" version > /dev/null 2>&1; then
        reason="its go command does not start here"
        return 1
    fi
    touch "$toolchains/go$version/.complete"
}

named=true
case "${1:-}" in
    "") versions=("${all_versions[@]}"); named=false ;;
    -*) fail "unknown option \"$1\"; expected versions such as 1.26." ;;
    *) versions=("$@") ;;
esac

mkdir -p "$toolchains"
lock_packages

missing=()
for version in "${versions[@]}"; do
    version=${version#go}
    [[ $version =~ ^1\.[0-9]+$ ]] || fail "\"$version\" is not a version such as 1.26."
    is_there "$version" || missing+=("$version")
done

if ((${#missing[@]} > 0)); then
    open_packages || fail "the toolchains come from Debian's packages. Put your own at $toolchains/go1.NN."
fi

present=0
absent=0
for version in "${versions[@]}"; do
    version=${version#go}
    reason=""
    if is_there "$version" || install_version "$version"; then
        say "go$version: $(release_of "$version") in $toolchains/go$version"
        present=$((present + 1))
    else
        say "go$version: missing: $reason"
        absent=$((absent + 1))
    fi
done

((present > 0)) || fail "no toolchain could be had."
if $named && ((absent > 0)); then
    exit 1
fi

#!/usr/bin/env bash
# Unpacks servers that Debian builds with Go into artifacts/go-servers/NAME, for tests that attach to real programs.
#
#   tests/tools/install-go-servers.sh                all of them
#   tests/tools/install-go-servers.sh prometheus     these
#
# Nothing is installed on the system and no root is needed: packages are unpacked, not configured. Servers that are there already
# cost no network. Prints one line a server, and what is missing with the reason. Exits 0 when at least one is there.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/tests/tools/debian-packages.sh"
folder="$root/artifacts/go-servers"
mkdir -p "$folder"

# The server, its package, its program in there.
servers=(
    "prometheus prometheus usr/bin/prometheus"
    "promtool promtool usr/bin/promtool"
    "etcd etcd-server usr/bin/etcd"
    "caddy caddy usr/bin/caddy"
    "nats-server nats-server usr/bin/nats-server usr/sbin/nats-server"
    "victoria-metrics victoria-metrics usr/bin/victoria-metrics"
)

wanted() { [[ $# -eq 1 ]] || [[ " ${*:2} " == *" $1 "* ]]; }

install_server() {
    local name=$1 package=$2 release work program
    release=$(newest_package "$package")
    [[ -n $release ]] || { reason="none of ${suites[*]} has $package for $architecture"; return 1; }
    work=$(mktemp -d "$apt_root/unpack.XXXXXX")
    if ! download_into "$work" "$package=$release"; then
        reason="the download of $package $release failed, see $apt_root/download.log"
        rm -rf "$work"
        return 1
    fi
    dpkg-deb -x "$work"/*.deb "$work/unpacked"
    for program in "${@:3}"; do
        if [[ -x $work/unpacked/$program ]]; then
            mv "$work/unpacked/$program" "$folder/$name"
            printf '%s\n' "$release" > "$folder/$name.release"
            rm -rf "$work"
            return 0
        fi
    done
    reason="$package $release has none of ${*:3}"
    rm -rf "$work"
    return 1
}

lock_packages
opened=
present=0
for line in "${servers[@]}"; do
    read -ra server <<< "$line"
    wanted "${server[0]}" "$@" || continue
    reason=""
    if [[ ! -x $folder/${server[0]} && -z $opened ]]; then
        open_packages || exit 1
        opened=yes
    fi
    if [[ -x $folder/${server[0]} ]] || install_server "${server[@]}"; then
        printf '%s: %s in %s\n' "${server[0]}" "$(cat "$folder/${server[0]}.release" 2>/dev/null || echo unknown)" "$folder/${server[0]}"
        present=$((present + 1))
    else
        printf '%s: missing: %s\n' "${server[0]}" "$reason"
    fi
done
((present > 0)) || { echo "install-go-servers: no server could be had." >&2; exit 1; }

# shellcheck shell=bash
# Debian's packages without installing any: lists and downloads are kept in artifacts/apt, and whoever sources this unpacks what it
# wants. No root is needed. "root" has to be the checkout's folder.
#
#   lock_packages                      two programs may ask at once
#   open_packages                      reads the lists of all suites, at most a day old; fails, and says why, without apt
#   newest_package NAME                the newest release of a package in any suite; nothing where there is none
#   download_into FOLDER NAME=RELEASE  fetches packages

apt_root="$root/artifacts/apt"
suites=(bookworm bookworm-backports trixie trixie-backports forky sid)

lock_packages() {
    mkdir -p "$apt_root"
    exec 9> "$apt_root/lock"
    flock 9
}

open_packages() {
    local tool
    for tool in apt-get apt-cache dpkg dpkg-deb; do
        command -v "$tool" > /dev/null || { printf '%s is missing.\n' "$tool" >&2; return 1; }
    done
    architecture=$(dpkg --print-architecture)
    apt_options
    update_lists
}

apt_options() {
    apt=(
        -o "Dir::Etc::sourcelist=$apt_root/sources.list" -o "Dir::Etc::sourceparts=-" -o "Dir::Etc::preferencesparts=-"
        -o "Dir::State=$apt_root/state" -o "Dir::State::status=$apt_root/state/status" -o "Dir::Cache=$apt_root/cache"
        -o "Dir::Cache::pkgcache=pkgcache.bin" -o "Dir::Cache::srcpkgcache=srcpkgcache.bin"
        -o "Acquire::Retries=2" -o "Acquire::http::Timeout=30" -o "Acquire::Languages=none" -o "Debug::NoLocking=1"
        -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture"
        -o "APT::Sandbox::User=$(id -un)" -o "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false"
        -o "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false"
    )
}

update_lists() {
    local mirror suite
    mirror=$(sed -nE 's/^(URIs: *|deb +(\[[^]]*\] +)?)(https?:\/\/[^ ]+\/debian)\/?( .*)?$/\3/p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1 || true)
    mirror=${mirror:-http://deb.debian.org/debian}
    mkdir -p "$apt_root/state/lists/partial" "$apt_root/cache/archives/partial"
    : > "$apt_root/state/status"
    : > "$apt_root/sources.list"
    for suite in "${suites[@]}"; do
        printf '%s\n' "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >> "$apt_root/sources.list"
    done
    # Lists of the last day serve. A suite that cannot be had leaves the others.
    if [[ -z $(find "$apt_root/state/lists" -maxdepth 1 -name '*_Packages*' -mmin -1440 -print -quit) ]]; then
        apt-get "${apt[@]}" -q update > "$apt_root/update.log" 2>&1 || printf '%s\n' "apt-get update reported errors, see $apt_root/update.log"
    fi
}

# The newest stable release of a package in any suite; release candidates count where there is nothing else.
newest_package() {
    local versions
    versions=$(apt-cache "${apt[@]}" madison "$1" 2>/dev/null | awk -F'|' '{gsub(/ /, "", $2); print $2}' | sort -V | uniq)
    { grep -v '~rc\|~beta' <<< "$versions" || cat <<< "$versions"; } | tail -n 1
}

download_into() {
    local folder=$1 package
    shift
    mkdir -p "$folder"
    for package in "$@"; do
        (cd "$folder" && apt-get "${apt[@]}" -q download "$package" >> "$apt_root/download.log" 2>&1) || return 1
    done
}

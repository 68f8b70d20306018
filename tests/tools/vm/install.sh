#!/usr/bin/env bash
# Unpacks what a virtual machine with a kernel of its own needs into artifacts/vm: qemu-system with all its libraries, Debian's
# cloud kernels and busybox for x64 and arm64, glibc for arm64, and a C compiler for arm64 (it links the native program).
# Nothing is installed on the system and no root is needed. Does nothing where all is there already.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
. "$root/tests/tools/debian-packages.sh"
vm="$root/artifacts/vm"
fail() { printf 'vm/install: %s\n' "$*" >&2; exit 1; }

[[ -e $vm/.complete ]] && exit 0
[[ $(uname -m) == x86_64 ]] || fail "Debian's packages for x64 are taken, and this machine is $(uname -m)."
for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" > /dev/null || fail "$tool is missing."
done

# Packages of one release, so that programs and libraries fit together; lists of their own, for they are of two architectures.
open_release() {
    apt_root="$root/artifacts/apt/$1"
    suites=("$1")
    architecture=amd64
    lock_packages
    apt_options
    apt+=(-o "APT::Architectures=amd64,arm64" -o "APT::Install-Recommends=false")
    update_lists
}

# Fetches packages with all that they depend on, and unpacks them below a folder of their own.
unpack_with_dependencies() {
    local into=$1
    shift
    rm -rf "$apt_root/cache/archives"
    mkdir -p "$apt_root/cache/archives/partial" "$into"
    apt-get "${apt[@]}" -yq --download-only install "$@" >> "$apt_root/download.log" 2>&1 \
        || fail "the download of $* failed, see $apt_root/download.log."
    unpack "$apt_root/cache/archives" "$into"
    rm -rf "$apt_root/cache/archives"
}

unpack() {
    local deb
    for deb in "$1"/*.deb; do
        dpkg-deb -x "$deb" "$2"
    done
}

# The kernel's package of an architecture is named after its release: the metapackage depends on it.
kernel_of() {
    apt-cache "${apt[@]}" depends "linux-image-cloud-$1:$1" | sed -nE 's/^ *Depends: (linux-image-[0-9][^ <>]*).*/\1/p' | head -n 1
}

unpack_guest() {
    local guest=$1 kernel
    kernel=$(kernel_of "$guest")
    [[ -n $kernel ]] || fail "${suites[*]} has no cloud kernel for $guest."
    rm -rf "$apt_root/guest"
    download_into "$apt_root/guest" "${kernel%:*}:$guest" "busybox-static:$guest" "libc6:$guest" \
        || fail "the download of $kernel failed, see $apt_root/download.log."
    unpack "$apt_root/guest" "$vm/$guest"
    rm -rf "$apt_root/guest"
}

rm -rf "$vm"
open_release trixie
unpack_with_dependencies "$vm/host" qemu-system-x86 qemu-system-arm cpio
unpack_guest amd64
unpack_guest arm64
# The compiler's many programs start each other with this system's own loader and glibc: it has to be of this system's release.
open_release "$(. /etc/os-release && echo "${VERSION_CODENAME:-trixie}")"
unpack_with_dependencies "$vm/cross" gcc-aarch64-linux-gnu libc6-dev-arm64-cross
touch "$vm/.complete"
echo "virtual machines: $(du -sh "$vm" | cut -f 1) in $vm"

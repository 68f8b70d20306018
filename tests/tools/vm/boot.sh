#!/usr/bin/env bash
# Boots a virtual machine with Debian's kernel, Resident and some Go programs in it, and prints what its checks told.
#
#   tests/tools/vm/boot.sh amd64|arm64 CHECKS FOLDER    CHECKS is one of this folder's *.sh for guests: cgroup, rights, attach
#
# FOLDER holds the native program with its libraries: artifacts/publish/Resident.Cli/release_linux-x64 or -arm64. The machine has one
# processor, emulated where there is no /dev/kvm for it, and no network. Needs what install.sh unpacks, and a Go toolchain.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
vm="$root/artifacts/vm"
guest=$1 checks=$2 program=$3
fail() { printf 'vm/boot: %s\n' "$*" >&2; exit 1; }
[[ -e $vm/.complete ]] || fail "Expected $vm; run tests/tools/vm/install.sh."
[[ -x $program/resident ]] || fail "Expected the native program in $program."
case $guest in
    amd64) triple=x86_64-linux-gnu loader=lib64/ld-linux-x86-64.so.2 ;;
    arm64) triple=aarch64-linux-gnu loader=lib/ld-linux-aarch64.so.1 ;;
    *) fail "Expected amd64 or arm64, found \"$guest\"." ;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/resident-vm.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Programs of the packages run with the packages' own libraries.
hosted() {
    local name=$1
    shift
    "$vm/host/usr/lib64/ld-linux-x86-64.so.2" --library-path "$vm/host/usr/lib/x86_64-linux-gnu:$vm/host/usr/lib/x86_64-linux-gnu/pulseaudio" \
        "$vm/host/usr/bin/$name" "$@"
}

build_go() {
    local toolchain
    toolchain=$(printf '%s\n' "$root"/artifacts/toolchains/go1.* | sort -V | tail -n 1)
    [[ -x $toolchain/bin/go ]] || fail "No Go toolchain is unpacked; run tests/tools/install-go-toolchains.sh."
    (cd "$1" && GOROOT=$toolchain GOTOOLCHAIN=local GOPROXY=off CGO_ENABLED=0 GOARCH=$guest \
        GOCACHE=$root/artifacts/go-cache/${toolchain##*/go} "$toolchain/bin/go" build -o "$2" "${@:3}")
}

make_disk() {
    local tree="$work/tree" library
    mkdir -p "$tree"/{bin,checks,dev,lib64,lib,"lib/$triple",proc,programs,resident,sys,tmp,traces,etc}
    cp "$vm/$guest/usr/bin/busybox" "$tree/bin/"
    cp -L "$vm/$guest/usr/$loader" "$tree/$loader"
    for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1; do
        cp -L "$vm/$guest/usr/lib/$triple/$library" "$tree/lib/$triple/"
    done
    cp "$program"/resident "$program"/*.so "$tree/resident/"
    cp "$root"/tests/Resident.Sources.Tests/GoTrace/testdata/*.txt "$tree/traces/"
    cp "$here"/*.sh "$tree/checks/"
    cp "$here/init" "$tree/init"
    printf 'root:x:0:0::/:/bin/sh\nalice:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\ncarol:x:1002:2000::/:/bin/sh\n' > "$tree/etc/passwd"
    printf 'root:x:0:\nalice:x:1000:\nbob:x:1001:\nwatchers:x:2000:\n' > "$tree/etc/group"
    build_go "$root/samples/giveback" "$tree/programs/example" ./example
    build_go "$root/samples/leaky" "$tree/programs/leaky" .
    build_go "$root/tests/Resident.Sources.Tests/GoRuntime/target" "$tree/programs/target" main.go
    build_go "$root/tests/Resident.Sources.Tests/GoRuntime/target" "$tree/programs/moved" -buildmode=pie main.go
    build_go "$here/setcap" "$tree/programs/setcap" main.go
    (cd "$tree" && find . | hosted cpio --quiet -o -H newc -R 0:0 | gzip -1) > "$work/disk.gz"
    truncate -s 512M "$work/swap" "$work/files"
}

run_machine() {
    local machine=(qemu-system-x86_64 -M q35 -cpu max) console=ttyS0
    if [[ $guest == arm64 ]]; then
        machine=(qemu-system-aarch64 -M virt -cpu neoverse-n1) console=ttyAMA0
    fi
    hosted "${machine[@]}" -L "$vm/host/usr/share/qemu" -L "$vm/host/usr/share/seabios" -smp 1 -m 1536 -nographic -no-reboot -nic none \
        -kernel "$vm/$guest"/boot/vmlinuz-* -initrd "$work/disk.gz" \
        -drive "file=$work/swap,if=none,id=swap,format=raw" -device nvme,serial=swap,drive=swap \
        -drive "file=$work/files,if=none,id=files,format=raw" -device nvme,serial=files,drive=files \
        -append "console=$console loglevel=${RESIDENT_VM_LOGLEVEL:-1} panic=-1 checks=$checks" < /dev/null
}

make_disk
# All that the machine printed stays, for when it did not come as far as that.
console="$vm/console-$guest-$checks.log"
run_machine | tr -d '\r' > "$console"
sed -n '/^@@ machine$/,$p' "$console"

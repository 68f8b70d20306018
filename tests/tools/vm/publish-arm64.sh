#!/usr/bin/env bash
# Builds the native program for arm64 on x64, with the compiler that install.sh unpacks: artifacts/publish/Resident.Cli/release_linux-arm64.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
cross="$root/artifacts/vm/cross"
[[ -e $root/artifacts/vm/.complete ]] || { echo "vm/publish-arm64: Expected $cross; run tests/tools/vm/install.sh." >&2; exit 1; }

# The build speaks to clang. gcc is of one target, and knows no --target.
for tool in gcc objcopy; do
    cat > "$cross/$tool" << END
#!/usr/bin/env bash
for argument; do
    shift
    [[ \$argument == --target=* ]] || set -- "\$@" "\$argument"
done
LD_LIBRARY_PATH="$cross/usr/lib/x86_64-linux-gnu" exec "$cross/usr/bin/aarch64-linux-gnu-$tool" "\$@"
END
    chmod +x "$cross/$tool"
done
cd "$root"
dotnet publish src/Resident.Cli/Resident.Cli.csproj -r linux-arm64 -c Release -v quiet -p:RunAnalyzers=false \
    -p:CppCompilerAndLinker="$cross/gcc" -p:ObjCopyName="$cross/objcopy" -p:SysRoot="$cross"

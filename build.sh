# How the command is built. ./resident and ./test read this file; it does nothing by itself.

# Says what is missing, and how to get it, before anything is half done.
require_build_tools() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "resident: The .NET 10 SDK is missing (no \"dotnet\" on PATH). Install it, e.g. apt-get install dotnet-sdk-10.0, or see https://dot.net." >&2
    exit 2
  fi
  if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    echo "resident: Expected a .NET 10 SDK, found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' '). Install .NET SDK 10." >&2
    exit 2
  fi
  if [ "$1" = native ]; then
    if ! command -v gcc >/dev/null 2>&1 && ! command -v clang >/dev/null 2>&1; then
      echo "resident: A linker is missing: neither gcc nor clang is on PATH. Install one: apt-get install gcc zlib1g-dev. Without it: ./resident --jit" >&2
      exit 2
    fi
    if [ -z "$(find /usr/lib /usr/lib64 /lib /usr/local/lib -name 'libz.so' -o -name 'libz.a' 2>/dev/null | head -n 1)" ]; then
      echo "resident: zlib's files for the linker are missing. Install them: apt-get install zlib1g-dev. Without them: ./resident --jit" >&2
      exit 2
    fi
  fi
  if ! mkdir -p "$root/artifacts" 2>/dev/null || [ ! -w "$root/artifacts" ]; then
    echo "resident: $root/artifacts cannot be written. Give this user the checkout, or clone it elsewhere." >&2
    exit 2
  fi
}

# build_resident native|jit: what it prints goes to stderr, and only when it fails or takes long.
build_resident() {
  require_build_tools "$1"
  exec 9>"$root/artifacts/.build-lock"
  if command -v flock >/dev/null 2>&1; then flock 9; fi
  log=$root/artifacts/build-$1.log
  touch "$root/artifacts/.building-$1"
  echo "resident: building (the first time takes a minute or two)..." >&2
  if [ "$1" = native ]; then
    set -- "$@" publish -r "$rid"
  else
    set -- "$@" build
  fi
  kind=$1
  shift
  if ! (cd "$root" && DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet "$1" src/Resident.Cli/Resident.Cli.csproj \
      ${3+-r "$3"} -c Release -p:RunAnalyzers=false -v quiet >"$log" 2>&1 </dev/null 9>&-); then
    tail -n 30 "$log" >&2
    echo "resident: The build failed; all of it is in $log." >&2
    exit 2
  fi
  mv "$root/artifacts/.building-$kind" "$root/artifacts/.built-$kind"
  exec 9>&-
}

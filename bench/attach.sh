#!/usr/bin/env bash
# What reading a Go process from outside costs us, and what it costs the process.
#
#   bench/attach.sh [GO]
#
# GO is the go command to build the targets with (default: the newest in artifacts/toolchains, else the one on PATH). Medians of
# processor time are printed, so that other work on the machine matters little. Needs 3 GB of memory for a moment. The last measurement takes
# five minutes: BLOCKS=N takes N blocks of 1.2 s twice, with ten samples a second and with some hundred.
set -euo pipefail
cd "$(dirname "$0")/.."
go=${1:-$(ls -d artifacts/toolchains/go1.*/bin/go 2>/dev/null | sort -V | tail -n 1)}
go=${go:-$(command -v go)}
go=$(readlink -f "$go")
export DOTNET_TieredCompilation=0 # some reads take so long that they would be measured before the compiler is done with them
work=$(mktemp -d)
trap 'exec 7>&-; rm -rf "$work"' EXIT
(cd bench/attach-target && GOROOT=$(dirname "$(dirname "$go")") GOTOOLCHAIN=local GOFLAGS=-mod=mod "$go" build -ldflags='-s -w' -o "$work/target" .)
dotnet build bench/Resident.Benchmarks -c Release -v quiet >&2
bench=artifacts/bin/Resident.Benchmarks/release/Resident.Benchmarks

target() { # NAME MEASURE [ARGS AFTER THE PID] -- OPTIONS OF THE TARGET
  local name=$1 measure=$2 after=()
  shift 2
  while [ "$1" != -- ]; do after+=("$1"); shift; done
  shift
  mkfifo "$work/in"
  "$work/target" "$@" <"$work/in" >"$work/out" &
  local pid=$!
  exec 7>"$work/in"
  until grep -q ready "$work/out"; do sleep 0.2; done
  echo "== $name: $(sed -n 's/^ready: //p' "$work/out")"
  "$bench" "$measure" "$pid" "${after[@]}"
  exec 7>&-
  wait "$pid"
  rm "$work/in"
}

target "small" attach -- -buckets 1000
target "100,000 goroutines" attach -- -goroutines 100000
target "170,000 spans" attach -- -spans 170000
target "8 GiB" attach -- -gib 8
target "busy" attach-pairs "${BLOCKS:-125}" -- -churn 2

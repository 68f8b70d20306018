#!/usr/bin/env bash
# What the answer costs on a recording of three days at 1 Hz with a ledger every ten seconds.
#
#   bench/three-days.sh RESIDENT [RUNS]
#
# A test makes the recording (a simulated service that leaks 3 MiB a day under office hours). CPU time (user and system) and the largest RES
# of `RESIDENT why FILE --json`, medians of RUNS (default 5). Bounds: 1 s, 100 MB.
set -euo pipefail
resident=$(realpath "$1")
runs=${2:-5}
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export RESIDENT_BENCH_RECORDING=${RESIDENT_BENCH_RECORDING:-$scratch/three-days.resident}
if [ ! -e "$RESIDENT_BENCH_RECORDING" ]; then
  dotnet build tests/Resident.EndToEnd.Tests -c Release -v quiet -p:RunAnalyzersDuringBuild=false >/dev/null
  artifacts/bin/Resident.EndToEnd.Tests/release/Resident.EndToEnd.Tests -method '*ForTheBench' >/dev/null
fi

stat -c '%s bytes recorded' "$RESIDENT_BENCH_RECORDING"
measure() {
  python3 - "$resident" "$RESIDENT_BENCH_RECORDING" <<'PY'
import json, os, subprocess, sys
run = subprocess.Popen([sys.argv[1], "why", sys.argv[2], "--json"], stdout=subprocess.PIPE)
text = run.stdout.read()
_, status, used = os.wait4(run.pid, 0)
assert status == 0, status
print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1024:.0f} {json.loads(text)['verdict']}")
PY
}
for ((i = 0; i < runs; i++)); do measure; done | sort -n | sed -n "$(((runs + 1) / 2))p" | awk '{printf "%s s of CPU, %s MiB, %s\n", $1, $2, $3}'

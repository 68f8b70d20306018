#!/usr/bin/env bash
# How long the command takes to start, and what ./resident adds to it when nothing is stale.
#
#   bench/startup.sh [RUNS]
#
# Builds first. Each is started RUNS times (default 50); medians of wall time are printed, with the largest RES.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-50}
./resident --version >/dev/null
program=$(echo artifacts/publish/Resident.Cli/release_linux-*/resident)

median() { # command...
  for ((i = 0; i < runs; i++)); do
    local start=$EPOCHREALTIME end
    "$@" >/dev/null
    end=$EPOCHREALTIME
    echo $(((${end/./} - ${start/./})))
  done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

echo "true (what starting any process costs): $(median /bin/true) us"
echo "resident --version:                     $(median "$program" --version) us, $(/usr/bin/time -f %M "$program" --version 2>&1 >/dev/null) kB"
echo "./resident --version:                   $(median ./resident --version) us"
echo "resident stat --count 1 of a shell:     $(median "$program" stat $$ --count 1) us"

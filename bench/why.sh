#!/usr/bin/env bash
# What an answer costs: `resident why` of 30 s, asked of a service with 1 GiB of live heap that allocates and leaks.
#
#   bench/why.sh [ROUNDS]
#
# Prints for each round our processor time and RES at its highest, and the service's processor time in 30 s with the look and in
# 30 s without it, one after the other. Needs 3 GB of memory. The command under test is RESIDENT_EXE, or what is built here.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
resident=${RESIDENT_EXE:-}
[ -n "$resident" ] || { ./resident --version >&2; resident=artifacts/publish/Resident.Cli/release_linux-x64/resident; }
go=$(ls -d artifacts/toolchains/go1.*/bin/go 2>/dev/null | sort -V | tail -n 1)
go=$(readlink -f "${go:-$(command -v go)}")
work=$(mktemp -d)
trap 'kill "$service" 2>/dev/null; rm -rf "$work"' EXIT
(cd tests/scenarios && GOROOT=$(dirname "$(dirname "$go")") GOTOOLCHAIN=local GOFLAGS=-mod=mod "$go" build -ldflags='-s -w' -o "$work/aged" ./late/aged)
export XDG_STATE_HOME=$work

"$work/aged" -look 3600 base:mb=1024,size=4096 garbage:kbs=102400 leak:as=map,kbs=800,size=2048 >/dev/null &
service=$!
sleep 30
TIMEFORMAT="%U %S"
ticks=$(getconf CLK_TCK)
used() { awk -v hz="$ticks" '{ print ($14 + $15) / hz }' "/proc/$service/stat"; }
difference() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b - a }'; }

printf '%-8s %-22s %-18s %-34s %s\n' round 'ours, s of processor' 'ours, RES at most' "the service's, s, looked at" 'not looked at'
for round in $(seq "$rounds"); do
  before=$(used)
  { time "$resident" why "$service" --fresh --for 30s --json >"$work/answer.json"; } 2>"$work/cost" &
  sleep 29
  kilobytes=$(awk '/^VmHWM/ { print $2 }' "/proc/$(pgrep -n -f "why $service --fresh")/status")
  wait $!
  after=$(used)
  sleep 30
  later=$(used)
  read -r user system < <(tail -n 1 "$work/cost")
  printf '%-8s %-22s %-18s %-34s %s\n' "$round" "$(difference "-$user" "$system")" "$((kilobytes / 1024)) MiB" \
    "$(difference "$before" "$after")" "$(difference "$after" "$later")"
done
grep -o '"headline":"[^"]*"' "$work/answer.json"

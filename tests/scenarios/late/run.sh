#!/usr/bin/env bash
# run.sh [--go 1.19,1.22,1.27] [--for SECONDS] [--jobs N] [--rounds N] [--only NAME,...] [--another-user] [--output FOLDER]
# Runs the cases of cases.json, or those whose name holds one of --only, and prints for each whether the answer was right, weak or FALSE.
# FOLDER gets each answer's JSON and grades.txt; the command under test is RESIDENT_EXE, or what is built here.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.." && pwd -P)
chosen="jobs=4" output=$root/artifacts/tests/late
while [ $# -gt 0 ]; do
  case $1 in
    --go|--for|--jobs|--rounds|--only) chosen="$chosen ${1#--}=$2"; shift 2 ;;
    --another-user) chosen="$chosen another-user"; shift ;;
    --output) output=$(mkdir -p "$2" && cd "$2" && pwd -P); shift 2 ;;
    *) echo "run.sh: Expected an option of those at the top of this file, found \"$1\"." >&2; exit 2 ;;
  esac
done
# The last of an option that is given twice counts.
chosen=$(tr ' ' '\n' <<<"$chosen" | awk -F= '{ last[$1] = $0 } END { for (name in last) printf "%s ", last[name] }')
mkdir -p "$output"
: >"$output/grades.txt"
program=$root/artifacts/bin/Resident.EndToEnd.Tests/release/Resident.EndToEnd.Tests
[ -n "${RESIDENT_LATE_BUILT:-}" ] || dotnet build "$root/tests/Resident.EndToEnd.Tests" -c Release -v quiet -p:RunAnalyzersDuringBuild=false >"$output/build.log" 2>&1 ||
  { tail -n 20 "$output/build.log" >&2; exit 70; }
RESIDENT_LATE="$chosen output=$output" "$program" -class '*.LateTests' >"$output/tests.log" 2>&1 &
tests=$!
tail -n +1 -f --pid="$tests" "$output/grades.txt"
status=0
wait "$tests" || status=$?
awk '{ count[$1]++ } END { for (state in count) printf "%d %s  ", count[state], state; print "" }' "$output/grades.txt"
exit "$status"

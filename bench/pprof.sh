#!/usr/bin/env bash
# CPU time and peak RES of `resident pprof` against `go tool pprof`, turn by turn in one run.
#
#   bench/pprof.sh RESIDENT GO [RUNS] [SAMPLES...]
#
# RESIDENT is the native program, GO the go command to compare with, RUNS the pairs whose medians are printed (default 3), SAMPLES
# the sizes (default 10000 100000 690000: 1, 10 and 67 MB compressed). Reports go to /dev/null, so that the kernel's writing does not
# count. pprof's own program is measured, without the go command in front. Ratios of CPU time hold on a busy machine; wall time would not.
set -euo pipefail
cd "$(dirname "$0")"
resident=$(realpath "$1") go=$(realpath "$2") runs=${3:-3}
shift $(($# < 3 ? $# : 3))
sizes=${*:-10000 100000 690000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GO111MODULE=off "$go" build -o "$work/generate" heap-profile/main.go
pprof=$("$go" tool -n pprof)
echo "$("$go" version), $("$resident" --version)"

once() { # file command...: appends "cpu rss"
  local into=$1
  shift
  /usr/bin/time -o "$work/time" -f '%U %S %M' timeout 900 "$@" >/dev/null 2>"$work/errors" || { cat "$work/errors" >&2; return 1; }
  awk 'END { print $1 + $2, $3 }' "$work/time" >>"$into"
}

median() { sort -g -k "$2,$2" "$1" | awk -v column="$2" '{ v[NR] = $column } END { print v[int((NR + 1) / 2)] }'; }

compare() { # name arguments...
  local name=$1
  shift
  rm -f "$work/theirs" "$work/ours"
  for ((i = 0; i < runs; i++)); do
    once "$work/theirs" "$pprof" -symbolize=none "$@"
    once "$work/ours" "$resident" pprof -symbolize=none "$@"
  done
  awk -v name="$name" -v tc="$(median "$work/theirs" 1)" -v tm="$(median "$work/theirs" 2)" -v oc="$(median "$work/ours" 1)" -v om="$(median "$work/ours" 2)" \
    'BEGIN { printf "| %s | %.2f s | %.2f s | %.1f | %.0f MB | %.0f MB | %.1f |\n", name, tc, oc, tc / (oc > 0 ? oc : 0.005), tm / 1000, om / 1000, tm / om }'
}

echo "| what | go CPU | resident CPU | ratio | go RES | resident RES | ratio |"
echo "|---|---|---|---|---|---|---|"
if [ -n "${SMALL:-}" ]; then compare "smallest, -top" -top "$SMALL"; fi
for samples in $sizes; do
  "$work/generate" "$samples" 1 "$work/a.pb.gz"
  "$work/generate" "$samples" 2 "$work/b.pb.gz"
  megabytes=$(du -m --apparent-size "$work/a.pb.gz" | cut -f1)
  compare "$megabytes MB, -top" -top "$work/a.pb.gz"
  compare "$megabytes MB, -traces" -traces "$work/a.pb.gz"
  compare "$megabytes MB, -dot" -dot "$work/a.pb.gz"
  compare "$megabytes MB, -proto" -proto "$work/a.pb.gz"
  compare "$megabytes MB, -peek" '-peek=Method49$' "$work/a.pb.gz"
  compare "$megabytes MB, -top -diff_base" -top -diff_base="$work/b.pb.gz" "$work/a.pb.gz"
done

#!/usr/bin/env bash
# Random profiles and command lines through resident pprof and go tool pprof: what differs is shown, as small as it gets.
#
#   bench/diff-pprof.sh RESIDENT GO [CASES] [OPTIONS...]
#
# RESIDENT is the native program, GO the go command to compare with (Go 1.27 for equal texts), CASES how many to try (default 1000).
# OPTIONS: -seed N (the first case), -shell (the shell's language), -mutate FOLDER (profiles of any format, damaged), -only top,dot (some commands), -keep FOLDER (what differs),
# -record ZIP -also N,N (writes the cases that tests/Resident.EndToEnd.Tests/Pprof/testdata/differential.zip holds).
set -euo pipefail
cd "$(dirname "$0")"
resident=$(realpath "$1") go=$(realpath "$2") cases=${3:-1000}
shift $(($# < 3 ? $# : 3))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd diff-pprof && GO111MODULE=off "$go" build -o "$work/diff-pprof" .)
"$work/diff-pprof" -n "$cases" "$@" "$("$go" tool -n pprof)" "$resident"

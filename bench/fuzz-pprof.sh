#!/usr/bin/env bash
# Damaged profiles through the reader and every report, for as long as it is told: what CI runs briefly.
#
#   bench/fuzz-pprof.sh [MINUTES] [FOLDER]
#
# FOLDER holds more profiles to start from. A finding ends the run; its bytes are kept in artifacts/, and belong into the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Resident.EndToEnd.Tests -c Release -p:RunAnalyzersDuringBuild=false -v quiet >&2
export RESIDENT_FUZZ_SECONDS=$((${1:-30} * 60)) RESIDENT_FUZZ_SEEDS=${2:+$(realpath "$2")}
exec nice -n 19 artifacts/bin/Resident.EndToEnd.Tests/release/Resident.EndToEnd.Tests -class '*PprofFuzzTests' -showLiveOutput

#!/usr/bin/env bash
# How long the page's data takes to come when three days at 1 Hz are in memory, and how large it is.
#
#   bench/page.sh [RUNS]
#
# A stage with three days of computed figures serves the real page server (on the .NET runtime, not natively: an upper bound). Asked for
# is what the page asks for at first: every series of its charts at 720 columns, compressed. Median of RUNS (default 15).
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}
dotnet build tests/Resident.Web.Stage -c Release -v quiet -p:RunAnalyzersDuringBuild=false >/dev/null
scratch=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$scratch"' EXIT
dotnet artifacts/bin/Resident.Web.Stage/release/Resident.Web.Stage.dll leak 0 4320 >"$scratch/url" &
until grep -q http "$scratch/url"; do sleep 0.2; done
url=$(head -n 1 "$scratch/url")
hello=$(curl -sf "${url}api/hello")
ids=$(grep -o '"id":"[^"]*","unit":"[^"]*","kind":"[^"]*","has":true' <<<"$hello" | cut -d'"' -f4 | paste -sd,)
now=$(date +%s%3N)
ask="${url}api/series?ids=$ids&from=$((now - 259200000))&to=$now&cols=720"
for ((i = 0; i < runs; i++)); do
  curl -sf -H 'Accept-Encoding: br, gzip' "$ask" -o "$scratch/body" -w '%{time_total} %{size_download}\n'
done | sort -n | sed -n "$(((runs + 1) / 2))p" | awk -v n="$(tr , '\n' <<<"$ids" | wc -l)" '{printf "%d series, 3 days, 720 columns: %.0f ms, %.0f KB\n", n, $1 * 1000, $2 / 1000}'

#!/usr/bin/env bash
# What Resident itself takes: RES and CPU while it watches one busy Go service, without a page, and with a page open.
#
#   bench/self.sh [SECONDS]
#
# Each is watched for SECONDS (default 60). The page is a client of the live stream that reads everything, as a tab does.
# CPU is that of the whole watching divided by its length; RES is at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
./resident --version >/dev/null
program=$(echo artifacts/publish/Resident.Cli/release_linux-*/resident)
scratch=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$scratch"' EXIT
(cd samples/leaky && GOTOOLCHAIN=local go build -o "$scratch/leaky" .)
"$scratch/leaky" 2>/dev/null &
leaky=$!
sleep 2

measure() { # label pid
  local ticks hz before after
  hz=$(getconf CLK_TCK)
  before=$(awk '{print $14 + $15}' "/proc/$2/stat")
  sleep "$seconds"
  after=$(awk '{print $14 + $15}' "/proc/$2/stat")
  printf '%-28s RES %5.1f MiB (anonymous %4.1f), CPU %.2f %% of a core\n' "$1" \
    "$(awk '/^VmRSS/ {print $2 / 1024}' "/proc/$2/status")" "$(awk '/^RssAnon/ {print $2 / 1024}' "/proc/$2/status")" \
    "$(awk -v d=$((after - before)) -v hz="$hz" -v s="$seconds" 'BEGIN {print 100 * d / hz / s}')"
}

"$program" watch "$leaky" --no-page --quiet &
watcher=$!
sleep 2
measure 'watch, no page' "$watcher"
kill -TERM "$watcher"
wait "$watcher" || true

"$program" watch "$leaky" --no-browser --listen 127.0.0.1:18573 --quiet &
watcher=$!
sleep 2
curl -sf http://127.0.0.1:18573/ http://127.0.0.1:18573/app.js http://127.0.0.1:18573/app.css -o /dev/null -o /dev/null -o /dev/null
curl -sfN http://127.0.0.1:18573/api/live.sse -o /dev/null &
reader=$!
measure 'watch, page open' "$watcher"
kill "$reader"
kill -TERM "$watcher"
wait "$watcher" || true

"$program" run --no-browser --listen 127.0.0.1:18573 --quiet -- "$scratch/leaky" 2>/dev/null &
watcher=$!
sleep 2
relay=$(pgrep -P "$watcher" -x stderr-relay)
measure 'run, no page open' "$watcher"
printf '%-28s RES %5.1f MiB (anonymous %4.1f)\n' '  its relay' \
  "$(awk '/^VmRSS/ {print $2 / 1024}' "/proc/$relay/status")" "$(awk '/^RssAnon/ {print $2 / 1024}' "/proc/$relay/status")"
kill -TERM "$watcher"
wait "$watcher" || true

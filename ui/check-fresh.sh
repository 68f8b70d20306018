#!/bin/sh
# Builds the page anew and compares it with what is in the repository, byte for byte. Files that are the same keep their times: what was
# built of them stays fresh.
set -eu
cd "$(dirname "$0")"
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
cp -a dist/. "$kept"
npm ci --no-audit --no-fund
npm run build
git diff --exit-code -- dist || {
  echo "ui/dist is not what ui/src builds. Run npm ci and npm run build in ui/, and commit ui/dist." >&2
  exit 1
}
cp -a "$kept/." dist

#!/bin/sh
# Builds the page anew and compares it with what is in the repository, byte for byte.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npm run build
git diff --exit-code -- dist || {
  echo "ui/dist is not what ui/src builds. Run npm ci and npm run build in ui/, and commit ui/dist." >&2
  exit 1
}

#!/usr/bin/env bash
# Installs what the browser tests need and runs them: the page over a stage with computed figures, and the real command.
set -euo pipefail
cd "$(dirname "$0")"
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund >/dev/null
exec npm test

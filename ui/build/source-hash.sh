#!/bin/sh
# Prints one hash over everything that the built page depends on. The .NET build compares it with dist/SOURCE.sha256.
set -eu
cd "$(dirname "$0")/.."
find src index.html package.json package-lock.json tsconfig.json vite.config.ts -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d ' ' -f 1

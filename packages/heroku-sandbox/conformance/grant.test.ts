import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { consent, load, openBench } from './bench.ts'

const Grant = load('grant')
const bench = await openBench()
const client = await bench.sandbox.control.oauthClient()

// grant wants to know the address of its own callback, so the server comes first.
let handle: (request: unknown, response: unknown) => Promise<{ response?: unknown }> = async () => ({})
const server = createServer((request, response) => {
  handle(request, response).then(
    (result) => {
      if (result.response !== undefined) response.end(JSON.stringify(result.response))
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => server.close())
const address = server.address()
const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
await bench.sandbox.control.setOAuthClient({ redirectUri: `${origin}/connect/heroku/callback` })
handle = Grant({
  handler: 'node',
  config: {
    defaults: { origin, transport: 'state', state: true, pkce: true },
    heroku: {
      key: client.id,
      secret: client.secret,
      authorize_url: `${bench.sandbox.url}/oauth/authorize`,
      access_url: `${bench.sandbox.url}/oauth/token`,
      scope: ['read', 'write-protected'],
    },
  },
  session: { secret: 'signs the cookie of this test' },
})

async function connect(decision: 'allow' | 'deny') {
  await bench.sandbox.control.clearRequests()
  const start = await fetch(`${origin}/connect/heroku`, { redirect: 'manual' })
  const cookie = start.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const authorizeUrl = start.headers.get('location') ?? ''
  const back = await consent(authorizeUrl, decision)
  const end = await fetch(back, { headers: { cookie } })
  return { authorizeUrl: new URL(authorizeUrl), back: new URL(back), result: JSON.parse(await end.text()) }
}

test('gets a working token through the consent page, with a comma between the scopes, a state and PKCE', async () => {
  const { authorizeUrl, back, result } = await connect('allow')
  assert.equal(authorizeUrl.searchParams.get('scope'), 'read,write-protected')
  assert.equal(back.searchParams.get('state'), authorizeUrl.searchParams.get('state'))
  const { access_token, refresh_token, raw } = result
  assert.equal(raw.token_type, 'Bearer')
  assert.match(refresh_token, /^HRKU-/)
  const headers = { authorization: `Bearer ${access_token}`, accept: 'application/vnd.heroku+json; version=3' }
  assert.equal((await fetch(`${bench.sandbox.url}/apps`, { headers })).status, 200)
  assert.equal((await fetch(`${bench.sandbox.url}/account`, { headers })).status, 403)
  const entries = await bench.seen()
  const exchange = entries.find(({ path }) => path === '/oauth/token')
  assert.deepEqual([exchange?.method, exchange?.status], ['POST', 200])
  assert.deepEqual(exchange?.bodyFields.toSorted(), [
    'client_id',
    'client_secret',
    'code',
    'code_verifier',
    'grant_type',
    'redirect_uri',
  ])
})

test('learns of a denial, whose answer has no state', async () => {
  const { back, result } = await connect('deny')
  assert.deepEqual(Object.fromEntries(back.searchParams), { error: 'access_denied' })
  assert.ok(result.error)
  assert.equal(
    (await bench.seen()).some(({ path }) => path === '/oauth/token'),
    false,
  )
})

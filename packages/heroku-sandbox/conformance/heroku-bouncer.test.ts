import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { consent, openBench } from './bench.ts'

const bench = await openBench()
const client = await bench.sandbox.control.oauthClient()
const { hostname, port } = new URL(bench.sandbox.url)
const app = spawn(process.execPath, [join(import.meta.dirname, 'heroku-bouncer-app.cjs')], {
  env: {
    PATH: process.env.PATH,
    OAUTH_ID: client.id,
    OAUTH_SECRET: client.secret,
    OAUTH_URL: bench.sandbox.url,
    // The heroku-client 1 inside it speaks TLS to a host name alone, unless it is given an HTTP proxy.
    HEROKU_HTTP_PROXY_HOST: hostname,
    HEROKU_HTTP_PROXY_PORT: port,
  },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
})
after(() => app.kill('SIGKILL'))
const [appPort] = await once(app, 'message')
const origin = `http://127.0.0.1:${String(appPort)}`
await bench.sandbox.control.setOAuthClient({ redirectUri: `${origin}/auth/heroku/callback` })

/** What the app shows of the person who is signed in. */
async function whoIsIn(cookie: string): Promise<{ email: string; token: string }> {
  return JSON.parse(await (await fetch(origin, { headers: { cookie } })).text())
}

test('signs a person in through the consent page and reads the account', async () => {
  const first = await fetch(origin, { redirect: 'manual' })
  assert.equal(first.headers.get('location'), '/auth/heroku')
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const start = await fetch(`${origin}/auth/heroku`, { headers: { cookie }, redirect: 'manual' })
  const authorizeUrl = new URL(start.headers.get('location') ?? '')
  assert.equal(authorizeUrl.searchParams.get('scope'), 'identity')
  assert.equal(authorizeUrl.searchParams.get('state'), null)
  const back = await consent(authorizeUrl.href, 'allow', 'grace@example.com')
  await bench.seen()
  await fetch(back, { headers: { cookie }, redirect: 'manual' })
  const entries = await bench.seen()
  assert.deepEqual(
    entries.map(({ line, status }) => [line, status]),
    [
      ['POST /oauth/token', 200],
      ['GET /account', 200],
    ],
  )
  // No grant_type: the client leaves it out, and Identity takes it for a code.
  assert.deepEqual(entries[0]?.bodyFields.toSorted(), ['client_id', 'client_secret', 'code'])
  assert.match(entries[1]?.headers.authorization ?? '', /^Basic sha256:/)
  assert.equal((await whoIsIn(cookie)).email, 'grace@example.com')
  assert.deepEqual(await bench.seen(), [])

  // Its session is made old by the app itself; the next visit refreshes.
  await fetch(`${origin}/auth/heroku?make-old`, { headers: { cookie }, redirect: 'manual' })
  assert.equal((await whoIsIn(cookie)).email, 'grace@example.com')
  const [refresh, ...more] = await bench.seen()
  assert.deepEqual([refresh?.line, refresh?.status, more], ['POST /oauth/token', 200, []])
  assert.deepEqual(refresh?.bodyFields.toSorted(), ['client_secret', 'grant_type', 'refresh_token'])
})

test('asks the person again when the refresh token is refused', async () => {
  const first = await fetch(origin, { redirect: 'manual' })
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const start = await fetch(`${origin}/auth/heroku`, { headers: { cookie }, redirect: 'manual' })
  await fetch(await consent(start.headers.get('location') ?? '', 'allow'), { headers: { cookie }, redirect: 'manual' })
  const { token } = await whoIsIn(cookie)
  await bench.sandbox.control.revokeToken(token)
  await fetch(`${origin}/auth/heroku?make-old`, { headers: { cookie }, redirect: 'manual' })
  await bench.seen()
  const again = await fetch(origin, { headers: { cookie }, redirect: 'manual' })
  assert.deepEqual([again.status, again.headers.get('location')], [302, '/auth/heroku'])
  assert.deepEqual(
    (await bench.seen()).map(({ line, status }) => [line, status]),
    [['POST /oauth/token', 401]],
  )
})

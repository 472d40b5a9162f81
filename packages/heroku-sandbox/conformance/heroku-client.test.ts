import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load, openBench } from './bench.ts'

const Heroku = load('heroku-client')
const bench = await openBench()
const client = (token = bench.token) => new Heroku({ token, host: bench.sandbox.url })

test('reads the account with Basic authorization', async () => {
  assert.equal((await client().get('/account')).email, 'ada@example.com')
  const [entry] = await bench.seen()
  assert.equal(entry?.line, 'GET /account')
  assert.match(entry?.headers.authorization ?? '', /^Basic sha256:/)
  assert.equal(entry?.headers.range, 'id ..; max=1000')
  assert.match(entry?.headers['user-agent'] ?? '', /^node-heroku-client\/3\.1\.4/)
})

test('walks 2,300 apps over three pages by Next-Range and merges them', async () => {
  await bench.sandbox.control.addApps({ count: 2300 })
  await bench.seen()
  const apps = await client().get('/apps')
  assert.equal(new Set(apps.map(({ id }: { id: string }) => id)).size, 2306)
  const entries = await bench.seen()
  assert.deepEqual(
    entries.map(({ line, status }) => [line, status]),
    [
      ['GET /apps', 206],
      ['GET /apps', 206],
      ['GET /apps', 200],
    ],
  )
  assert.match(entries[1]?.headers.range ?? '', /^id \][0-9a-f-]{36}\.\.; max=1000$/)
})

test('sets and removes config vars', async () => {
  const path = '/apps/note-g/config-vars'
  assert.deepEqual(await client().patch(path, { body: { A: '1', B: '2' } }), { A: '1', B: '2' })
  assert.deepEqual(await client().patch(path, { body: { A: null } }), { B: '2' })
  assert.deepEqual(await client().get(path), { B: '2' })
  assert.deepEqual(
    (await bench.seen()).map(({ line, bodyFields }) => [line, bodyFields]),
    [
      [`PATCH ${path}`, ['A', 'B']],
      [`PATCH ${path}`, ['A']],
      [`GET ${path}`, []],
    ],
  )
})

test('creates, rotates and revokes an authorization', async () => {
  const made = await client().post('/oauth/authorizations', { body: { scope: ['read'], description: 't' } })
  const rotated = await client().post(`/oauth/authorizations/${made.id}/actions/regenerate-tokens`)
  assert.notEqual(rotated.access_token.token, made.access_token.token)
  assert.equal((await client(rotated.access_token.token).get('/apps/note-g')).name, 'note-g')
  assert.equal((await client().delete(`/oauth/authorizations/${made.id}`)).id, made.id)
  await assert.rejects(client(rotated.access_token.token).get('/apps'), { statusCode: 401 })
  await bench.seen()
})

test('rejects with status and body, without asking again', async () => {
  for (const [token, path, statusCode, id] of [
    ['nope', '/account', 401, 'unauthorized'],
    [bench.token, '/apps/no-such-app', 404, 'not_found'],
    [bench.token, '/apps/flow-matic', 403, 'forbidden'],
  ] as const) {
    await assert.rejects(client(token).get(path), (error: { statusCode: number; body: { id: string } }) => {
      assert.deepEqual([error.statusCode, error.body.id], [statusCode, id])
      return true
    })
    assert.equal((await bench.seen()).length, 1)
  }
})

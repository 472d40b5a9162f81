import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RenderSandbox, startRenderSandbox } from './index.ts'

let sandbox: RenderSandbox
let key: string
const ask = async (path: string, bearer = key) => {
  const answer = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${bearer}` } })
  const body: unknown = await answer.json()
  return { status: answer.status, body, left: answer.headers.get('ratelimit-remaining') }
}

beforeAll(async () => {
  sandbox = await startRenderSandbox()
  key = sandbox.mintKey('ada@example.com')
  sandbox.addServices('ada@example.com', ['web', 'worker', 'cron'])
})
afterAll(() => sandbox.close())

it('says whose a key is, and counts the call', async () => {
  expect(await ask('/users')).toMatchObject({ status: 200, body: { email: 'ada@example.com' }, left: '399' })
})

it('knows no key that was not minted, and none that was revoked', async () => {
  const revoked = sandbox.mintKey('ada@example.com')
  sandbox.revokeKey(revoked)
  for (const bad of [revoked, 'rnd_nobody']) expect(await ask('/users', bad)).toMatchObject({ status: 401 })
})

it('lists services page by page, each beside its cursor', async () => {
  const first = await ask('/services?limit=2')
  expect(first.body).toMatchObject([{ service: { name: 'web' } }, { service: { name: 'worker' } }])
  const cursor = /"cursor":"([^"]+)"[^}]*"worker"/.exec(JSON.stringify(first.body))?.[1] ?? ''
  const rest = await ask(`/services?limit=2&cursor=${encodeURIComponent(cursor)}`)
  expect(rest.body).toMatchObject([{ service: { name: 'cron' } }])
  expect(await ask('/services?limit=101')).toMatchObject({ status: 400 })
})

it('limits the calls of a user', async () => {
  sandbox.setRemaining('ada@example.com', 0)
  expect(await ask('/users')).toMatchObject({ status: 429, body: { id: 'rate_limited' }, left: '0' })
  sandbox.setRemaining('ada@example.com', 400)
})

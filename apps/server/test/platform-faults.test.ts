import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { beforeAll, describe, expect, it } from 'vitest'
import { newOrganization } from './admin.ts'
import { errorOf } from './http.ts'
import { useServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'

const faults: [string, FaultInput['effect'], number, string | null][] = [
  ['a status 500', { kind: 'status', status: 500 }, 502, null],
  ['a status 503', { kind: 'status', status: 503 }, 502, null],
  ['a 502 in HTML', { kind: 'html' }, 502, null],
  ['a reset', { kind: 'reset' }, 502, null],
  ['a reset after the request took effect', { kind: 'reset', when: 'after' }, 502, null],
  ['broken JSON', { kind: 'wrong-json' }, 502, null],
  ['JSON of another shape', { kind: 'wrong-json', body: '{}' }, 502, null],
  ['an endless body', { kind: 'endless-body' }, 502, null],
  ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/account' }, 502, null],
  ['429', { kind: 'rate-limit' }, 503, '60'],
]

describe.each(engines)('a Heroku that fails, on %s with the sandbox', (engine) => {
  const server = useServer({ engine })
  let token: string
  beforeAll(async () => {
    token = (await newOrganization(server())).tokens.admin
  })
  const create = async () => {
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server().mint() } }
    return server().call('POST', path, { token, body })
  }
  const rows = async () => (await server().database.pool.query('select name from connections')).rows

  it.each(faults)('by %s is reported, and leaves no row', async (_title, effect, statusCode, retryAfter) => {
    await server().sandbox.control.setFault({ path: '/account', effect })
    const answer = await create()
    expect(errorOf(answer)).toMatchObject({ statusCode, message: expect.stringMatching(/^Heroku /) })
    expect(answer.headers.get('retry-after')).toBe(retryAfter)
    expect(await rows()).toEqual([])
  })

  it('leaves the name free: the same call succeeds once Heroku is back', async () => {
    await server().sandbox.control.clearFaults()
    const answer = await create()
    expect(answer.status, answer.text).toBe(200)
    expect(await rows()).toEqual([{ name: 'main' }])
  })
})

describe('a Heroku that hangs, on PGlite with the sandbox', () => {
  const server = useServer({ engine: 'PGlite' })

  it('is reported at the deadline of ten seconds, leaves no row, and blocks nobody else meanwhile', async () => {
    const { control } = server().sandbox
    const { tokens } = await newOrganization(server())
    await control.setFault({ path: '/account', effect: { kind: 'hang' } })
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server().mint() } }
    const started = performance.now()
    const hanging = server().call('POST', path, { token: tokens.admin, body })
    await expect.poll(async () => (await control.requests()).some(({ faults }) => faults.includes('hang'))).toBe(true)
    expect((await server().call('GET', path, { token: tokens.admin })).body).toEqual({ appConnections: [] })
    expect(performance.now() - started).toBeLessThan(5_000)

    expect(errorOf(await hanging)).toMatchObject({ statusCode: 504, error: 'GatewayTimeout' })
    const seconds = (performance.now() - started) / 1000
    expect(seconds).toBeGreaterThan(9.5)
    expect(seconds).toBeLessThan(13)
    expect((await server().call('GET', path, { token: tokens.admin })).body).toEqual({ appConnections: [] })
  })
})

import { randomUUID } from 'node:crypto'
import { callsPerMinute } from '@app-connections/api'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newMachine, newOrganization } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { siteUrl, useServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'

/** Calls until a call is limited, within two minutes' worth of calls, since a minute may end meanwhile. */
async function untilLimited(perMinute: number, call: () => Promise<Answer>): Promise<Answer> {
  for (let count = 0; count <= 2 * perMinute; count++) {
    const answer = await call()
    if (answer.status === 429) return answer
  }
  return expect.unreachable('nothing was limited')
}

function expectLimited(answer: Answer): void {
  expect(errorOf(answer)).toMatchObject({ statusCode: 429, error: 'RateLimitExceeded' })
  const seconds = Number(answer.headers.get('retry-after'))
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(60)
}

describe.each(engines)('limits over HTTP on %s', (engine) => {
  const server = useServer({ engine, variables: { RATE_LIMITS: 'on' } })

  it('count calls without a valid token by address, and others by their caller: one does not cost the other', async () => {
    const { admin, tokens } = await newOrganization(server())
    const anonymous = () => server().call('GET', path, { token: 'nonsense' })
    expectLimited(await untilLimited(callsPerMinute.read.address, anonymous))
    expect((await server().call('GET', path, { token: tokens.admin })).status).toBe(200)

    const write = () => server().call('DELETE', `${path}/${randomUUID()}`, { token: tokens.admin })
    const limited = await untilLimited(callsPerMinute.write.caller, write)
    expectLimited(limited)
    // The limit comes before the body: that of a limited caller is not read.
    const large = { token: tokens.admin, body: JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) }) }
    expectLimited(await server().call('POST', path, large))
    expect((await server().call('GET', path, { token: tokens.admin })).status).toBe(200)
    expect((await server().call('DELETE', `${path}/${randomUUID()}`, { token: tokens.member })).status).toBe(404)

    // Another token of the same identity is the same caller.
    const { clientId, clientSecret, token } = await newMachine(server(), admin, 'admin')
    const body = { clientId, clientSecret }
    const login = await server().call('POST', '/api/v1/auth/universal-auth/login', { body })
    const { accessToken } = z.object({ accessToken: z.string() }).parse(login.body)
    const removing = (which: string) => server().call('DELETE', `${path}/${randomUUID()}`, { token: which })
    expectLimited(await untilLimited(callsPerMinute.write.caller, () => removing(token)))
    expectLimited(await removing(accessToken))
  })

  it('count log-ins and sign-ins of one address together', async () => {
    const login = () =>
      server().call('POST', '/api/v1/auth/universal-auth/login', {
        body: { clientId: randomUUID(), clientSecret: 'x' },
      })
    expectLimited(await untilLimited(callsPerMinute.login.address, login))
    const signIn = { body: { email: 'a@example.com', password: 'x' }, headers: { origin: siteUrl } }
    expectLimited(
      await untilLimited(callsPerMinute.login.address, () => server().call('POST', '/api/auth/sign-in/email', signIn)),
    )
  })
})

import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newOrganization } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { createPostgresProxy } from './postgres-proxy.ts'
import { dataOf, siteUrl, startTestServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'

describe.runIf(engines.includes('PostgreSQL'))('a PostgreSQL out of reach', () => {
  async function start() {
    const proxy = createPostgresProxy()
    const server = await startTestServer({ engine: 'PostgreSQL', through: proxy.through })
    onTestFinished(async () => {
      await server.close()
      await proxy.cut()
    })
    return { proxy, server, ...(await newOrganization(server)) }
  }
  const unavailable = { statusCode: 503, error: 'ServiceUnavailable', message: expect.stringContaining('out of reach') }

  it('is 503 on every call, with /readyz 503 and /healthz 200, and all is well again once it is back', async () => {
    const { proxy, server, admin, tokens } = await start()
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server.mint() } }
    const token = tokens.admin
    expect((await server.call('GET', '/readyz')).status).toBe(200)
    await proxy.cut()

    for (const answer of [
      await server.call('GET', '/readyz'),
      await server.call('GET', path, { token }),
      await server.call('POST', path, { token, body }),
      await server.call('POST', '/api/v1/auth/universal-auth/login', {
        body: { clientId: admin.personId, clientSecret: 'x' },
      }),
      await server.call('POST', '/api/auth/sign-in/email', {
        body: { email: admin.email, password: admin.password },
        headers: { origin: siteUrl },
      }),
    ]) {
      expect(errorOf(answer)).toMatchObject(unavailable)
      expect(answer.headers.get('retry-after')).toBe('5')
    }
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: admin.cookie }]) {
      const answer = await server.call('GET', '/api/trpc/session.whoAmI', { headers: { ...headers } })
      expect([answer.status, answer.body]).toEqual([
        503,
        { error: expect.objectContaining({ data: expect.objectContaining({ statusCode: 503 }) }) },
      ])
    }
    expect((await server.call('GET', '/healthz')).status).toBe(200)
    expect(await server.sandbox.control.requests()).toEqual([])
    // All of them failed for one reason, which is told once.
    expect(server.log.filter((line) => line.includes('"request failed"'))).toHaveLength(1)

    await proxy.mend()
    await expect.poll(async () => (await server.call('GET', '/readyz')).status).toBe(200)
    expect((await server.call('POST', path, { token, body })).status).toBe(200)
    expect(
      dataOf(await server.call('GET', '/api/trpc/session.whoAmI', { headers: { cookie: admin.cookie } })),
    ).toMatchObject({
      id: admin.personId,
    })
  })

  it('while Heroku is asked leaves nothing half-written: 503, no row, no event', async () => {
    const { proxy, server, tokens } = await start()
    const token = tokens.admin
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server.mint() } }
    const countEvents = async () => {
      const { rows } = await server.database.pool.query(
        "select action from audit_events where action = 'appConnections.create'",
      )
      return rows
    }
    await server.sandbox.control.setFault({ path: '/account', effect: { kind: 'latency', ms: 500 } })
    const pending: Promise<Answer> = server.call('POST', path, { token, body })
    await expect.poll(async () => (await server.sandbox.control.requests()).length).toBe(1)
    await proxy.cut()
    expect(errorOf(await pending)).toMatchObject(unavailable)
    await proxy.mend()
    await expect.poll(async () => (await server.call('GET', '/readyz')).status).toBe(200)
    expect((await server.call('GET', path, { token })).body).toEqual({ appConnections: [] })
    expect(await countEvents()).toEqual([])
  })
})

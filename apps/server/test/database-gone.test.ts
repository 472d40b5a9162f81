import { engines } from '@app-connections/db/testing/engines'
import { createPostgresRelay } from '@app-connections/db/testing/postgres-relay'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { newOrganization } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { dataOf, siteUrl, startTestServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'

describe.runIf(engines.includes('PostgreSQL'))('a PostgreSQL out of reach', () => {
  async function start() {
    const relay = createPostgresRelay()
    const server = await startTestServer({ engine: 'PostgreSQL', through: relay.through })
    onTestFinished(async () => {
      await server.close()
      await relay.cut()
    })
    return { relay, server, ...(await newOrganization(server)) }
  }
  const unavailable = { statusCode: 503, error: 'ServiceUnavailable', message: expect.stringContaining('out of reach') }

  it('is 503 on every call, with /readyz 503 and /healthz 200, and all is well again once it is back', async () => {
    const { relay, server, admin, tokens } = await start()
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server.mint() } }
    const token = tokens.admin
    expect((await server.call('GET', '/readyz')).status).toBe(200)
    await relay.cut()

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
    // All of them failed for one reason, which is logged once.
    expect(server.log.filter((line) => line.includes('"request failed"'))).toHaveLength(1)

    await relay.mend()
    await expect.poll(async () => (await server.call('GET', '/readyz')).status).toBe(200)
    expect((await server.call('POST', path, { token, body })).status).toBe(200)
    expect(
      dataOf(await server.call('GET', '/api/trpc/session.whoAmI', { headers: { cookie: admin.cookie } })),
    ).toMatchObject({
      id: admin.personId,
    })
  })

  it('that falls silent on its open connections is 503 within seconds, /readyz too, and then new ones are taken', async () => {
    const { relay, server, tokens } = await start()
    const token = tokens.admin
    const body = { method: 'auth-token', name: 'silent', credentials: { authToken: await server.mint() } }
    expect((await server.call('GET', path, { token })).status).toBe(200)
    relay.fallSilent()
    const since = performance.now()
    const calls = [
      server.call('GET', path, { token }),
      server.call('POST', path, { token, body }),
      server.call('GET', '/readyz'),
    ]
    for (const answer of await Promise.all(calls)) {
      expect(errorOf(answer)).toMatchObject(unavailable)
      expect(answer.headers.get('retry-after')).toBe('5')
    }
    expect(performance.now() - since).toBeLessThan(3_500)
    expect((await server.call('GET', '/readyz')).status).toBe(200)
    expect((await server.call('GET', path, { token })).status).toBe(200)
    expect((await server.call('POST', path, { token, body })).status).toBe(200)
  })

  it('with a table that somebody has locked is 503 soon where that is needed, and answers everything else', async () => {
    const { server, tokens } = await start()
    const token = tokens.admin
    const body = { method: 'auth-token', name: 'locked', credentials: { authToken: await server.mint() } }
    const { body: created } = await server.call('POST', path, { token, body })
    const { id } = z.object({ appConnection: z.object({ id: z.string() }) }).parse(created).appConnection
    const locker = await server.database.pool.connect()
    await locker.query('begin')
    await locker.query('lock table connections')
    const reading = server.call('GET', `${path}/${id}`, { token })
    const others = await Promise.all(
      ['/api/v1/app-connections/options', '/api/v1/audit-events', '/readyz'].map((each) =>
        server.call('GET', each, { token }),
      ),
    )
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(errorOf(await reading)).toMatchObject(unavailable)
    await locker.query('rollback')
    locker.release()
    expect((await server.call('GET', `${path}/${id}`, { token })).status).toBe(200)
  })

  it('while Heroku is asked leaves nothing half-written: 503, no row, no event', async () => {
    const { relay, server, tokens } = await start()
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
    await relay.cut()
    expect(errorOf(await pending)).toMatchObject(unavailable)
    await relay.mend()
    await expect.poll(async () => (await server.call('GET', '/readyz')).status).toBe(200)
    expect((await server.call('GET', path, { token })).body).toEqual({ appConnections: [] })
    expect(await countEvents()).toEqual([])
  })
})

import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../test/organization.ts'
import { type Received, startReceiver } from '../../test/receiver.ts'
import { call, refusal } from '../../test/services.ts'
import { useWebhooks } from '../../test/webhooks.ts'
import { createOutbound } from '../services/outbound.ts'

/** Whether the Standard Webhooks package accepts the signature. */
function verifies(secret: string, { body, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}

describe.each(engines)('webhooks on %s with the sandbox', (engine) => {
  const test = useWebhooks(engine)

  it('are made with a secret that is shown once and kept sealed', async () => {
    const { organization, admin, act, webhook } = await test().organization()
    const made = await webhook('http://127.0.0.1:9/hook?key=private', {
      description: 'Ops',
      events: ['connection.failed'],
    })
    expect(made).toMatchObject({ events: ['connection.failed'], enabled: true, previousSecretUntil: null })
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { secret, ...shown } = made
    expect(await act('webhooks.list', undefined)).toEqual([shown])
    const rows = await test().services.db.selectFrom('webhooks').selectAll().execute()
    expect(rows.map((row) => row.secret.toString('latin1')).join()).not.toContain(secret.slice(6))
    const events = await eventsOf(test().services, organization.id)
    expect(events).toEqual([
      {
        action: 'webhooks.create',
        outcome: 'success',
        actor: admin.id,
        target: `webhook ${made.id}`,
        projectId: null,
        detail: { origin: 'http://127.0.0.1:9', events: ['connection.failed'], enabled: true },
      },
    ])
  })

  it('are for admins of their organization alone', async () => {
    const { organization, act, webhook } = await test().organization()
    const made = await webhook('http://127.0.0.1:9/')
    const member = await organization.person({ organization: 'member', project: 'admin' })
    const other = await test().organization()
    const ref = { webhookId: made.id }
    const calls = [
      ['webhooks.create', { url: 'http://127.0.0.1:9/' }],
      ['webhooks.list', undefined],
      ['webhooks.update', { ...ref, enabled: false }],
      ['webhooks.remove', ref],
      ['webhooks.rotateSecret', ref],
      ['webhooks.deliveries', ref],
      ['webhooks.sendTest', ref],
    ] as const
    for (const [path, input] of calls) {
      expect(await refusal(act(path, input, member)), path).toMatchObject({
        statusCode: 403,
        details: [{ subject: 'webhooks' }],
      })
      if (input !== undefined && 'webhookId' in input) {
        expect(await refusal(other.act(path, input)), path).toMatchObject({ statusCode: 404 })
      }
    }
    expect(await other.act('webhooks.list', undefined)).toEqual([])
  })

  it('are refused with the reason where deliveries could not go', async () => {
    const strict = { ...test().services, outbound: createOutbound({ allowHttp: false, allowCidrs: [] }) }
    const { act } = await test().organization()
    for (const [url, status, says] of [
      ['http://127.0.0.1/', 400, 'Use https'],
      ['https://0x7f.1/', 400, 'not public (loopback)'],
      ['https://localhost/', 400, 'not public (loopback)'],
      ['https://name.invalid/', 400, 'leads nowhere'],
      ['https://user:secret@hooks.example.com/', 422, 'Leave user name and password out'],
      ['gopher://hooks.example.com/', 422, 'Use an address such as'],
      ['nonsense', 422, 'Use an address such as'],
    ] as const) {
      const { admin } = await test().organization()
      const body = await refusal(call(strict, admin, 'webhooks.create', { url }))
      expect(body.statusCode, url).toBe(status)
      expect(JSON.stringify(body.message), url).toContain(says)
    }
    expect(await act('webhooks.list', undefined)).toEqual([])
    const made = await test().organization()
    for (let count = 0; count < 20; count += 1) await made.webhook('http://127.0.0.1:9/')
    expect(await refusal(made.webhook('http://127.0.0.1:9/'))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('at most 20'),
    })
  })

  it('sign so that the package of Standard Webhooks takes it, and by both secrets while a rotation overlaps', async () => {
    const receiver = await startReceiver()
    const { act, webhook, connection } = await test().organization()
    const made = await webhook(`${receiver.url}/hook`)
    await connection('first')
    await test().sendNotices()
    const rotated = await act('webhooks.rotateSecret', { webhookId: made.id, overlapHours: 1 })
    expect(rotated).toMatchObject({ secret: expect.stringMatching(/^whsec_/), previousSecretUntil: expect.any(String) })
    const fresh = String(Reflect.get(Object(rotated), 'secret'))
    await connection('second')
    await test().sendNotices()
    test().later(3_601_000)
    await connection('third')
    await test().sendNotices()
    const [first, second, third] = receiver.received
    if (first === undefined || second === undefined) throw new Error('deliveries were expected')
    expect([verifies(made.secret, first), verifies(fresh, first)]).toEqual([true, false])
    expect([verifies(made.secret, second), verifies(fresh, second)]).toEqual([true, true])
    const signatures = [first, second, third].map((one) => one?.headers['webhook-signature']?.split(' ').length)
    expect(signatures).toEqual([1, 2, 1])
    expect(verifies(made.secret, { ...first, body: `${first.body} ` })).toBe(false)
    expect(first.headers['content-type']).toBe('application/json')
  })

  it('tell of what happens to connections, each once, without a word of a credential', async () => {
    const receiver = await startReceiver()
    const { organization, act, webhook, connection } = await test().organization()
    await webhook(receiver.url)
    const { id, token, tokenId } = await connection('storefront', { expiresIn: 3 * 86_400 })
    const ref = { app: 'heroku', connectionId: id }
    const { control } = test().sandbox
    await Promise.all([1, 2, 3].map(() => act('appConnections.check', ref)))
    await act('appConnections.check', ref)
    await control.setFault({ times: null, effect: { kind: 'status', status: 402, id: 'delinquent' } })
    await Promise.all([1, 2, 3].map(() => act('appConnections.check', ref)))
    await control.clearFaults()
    await control.setFault({ times: null, effect: { kind: 'html', status: 502 } })
    await act('appConnections.check', ref)
    await control.clearFaults()
    await Promise.all([1, 2, 3].map(() => act('appConnections.check', ref)))
    await control.revokeToken(tokenId)
    await act('appConnections.check', ref)
    const fresh = (await control.mintToken()).token
    await act('appConnections.update', { ...ref, credentials: { authToken: fresh } })
    await act('appConnections.remove', ref)
    await Promise.all([test().sendNotices(), test().sendNotices({ ...test().services })])

    const events = receiver.received.map(({ body }) => JSON.parse(body)).sort((a, b) => (a.id < b.id ? -1 : 1))
    const byTime = events.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0))
    const types = byTime.map(({ type }) => type).sort()
    expect(types).toEqual([
      'connection.created',
      'connection.deleted',
      'connection.expiring',
      'connection.failed',
      'connection.failed',
      'connection.recovered',
      'connection.recovered',
    ])
    expect(byTime.find(({ type }) => type === 'connection.created')).toEqual({
      type: 'connection.created',
      timestamp: expect.any(String),
      data: {
        id,
        name: 'storefront',
        app: 'heroku',
        method: 'auth-token',
        orgId: organization.id,
        projectId: null,
        health: { status: 'healthy', reason: 'works', remedy: null, expiresAt: null },
      },
    })
    const reasons = byTime.filter(({ type }) => type === 'connection.failed').map(({ data }) => data.health.reason)
    expect(reasons.sort()).toEqual(['account_problem', 'refused'])
    expect(JSON.stringify(receiver.received)).not.toContain(token)
    expect(JSON.stringify(receiver.received)).not.toContain(fresh)
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(7)
  })

  it('get the events they listen to, while they are switched on, and only of their own organization', async () => {
    const [all, some, off, foreign] = [
      await startReceiver(),
      await startReceiver(),
      await startReceiver(),
      await startReceiver(),
    ]
    const { act, webhook, connection } = await test().organization()
    await webhook(all.url)
    await webhook(some.url, { events: ['connection.deleted'] })
    const switched = await webhook(off.url)
    await act('webhooks.update', { webhookId: switched.id, enabled: false })
    await (await test().organization()).webhook(foreign.url)
    const { id } = await connection()
    await test().sendNotices()
    expect([all, some, off, foreign].map(({ received }) => received.length)).toEqual([1, 0, 0, 0])
    await act('appConnections.remove', { app: 'heroku', connectionId: id })
    await test().sendNotices()
    expect([all, some, off, foreign].map(({ received }) => received.length)).toEqual([2, 1, 0, 0])
  })

  it('answer a test at once with how it went', async () => {
    const receiver = await startReceiver()
    const { organization, act, webhook, deliveries } = await test().organization()
    const { id, secret } = await webhook(receiver.url)
    const sent = await act('webhooks.sendTest', { webhookId: id })
    expect(sent).toMatchObject({ type: 'test', state: 'delivered', attempts: [{ status: 204, error: null }] })
    const [received] = receiver.received
    if (received === undefined) throw new Error('a delivery was expected')
    expect(verifies(secret, received)).toBe(true)
    expect(JSON.parse(received.body)).toMatchObject({ type: 'test', data: { webhookId: id } })
    receiver.answer((response) => void response.writeHead(500).end('a secret of the receiver'))
    const failed = await act('webhooks.sendTest', { webhookId: id })
    expect(failed).toMatchObject({ state: 'failed', nextAttemptAt: null, attempts: [{ status: 500 }] })
    expect(await deliveries(id)).toHaveLength(2)
    expect(JSON.stringify(await deliveries(id))).not.toContain('a secret of the receiver')
    const stored = await test().services.db.selectFrom('deliveries').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('a secret of the receiver')
    expect(await test().sendNotices()).toBe(0)
    const actions = (await eventsOf(test().services, organization.id)).map(({ action }) => action)
    expect(actions).toEqual(['webhooks.create', 'webhooks.sendTest', 'webhooks.sendTest'])
  })

  it('are gone with their deliveries', async () => {
    const { act, webhook, connection } = await test().organization()
    const { id } = await webhook('http://127.0.0.1:9/')
    await connection()
    await act('webhooks.remove', { webhookId: id })
    expect(await test().sendNotices()).toBe(0)
    expect(await refusal(act('webhooks.remove', { webhookId: id }))).toMatchObject({ statusCode: 404 })
    expect(await refusal(act('webhooks.redeliver', { deliveryId: randomUUID() }))).toMatchObject({ statusCode: 404 })
  })
})

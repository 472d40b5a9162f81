import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { watching } from '../../test/connections.ts'
import { startReceiver } from '../../test/receiver.ts'
import { refusal } from '../../test/services.ts'
import { useWebhooks } from '../../test/webhooks.ts'
import { createOutbound } from '../services/outbound.ts'
import { runDueNotices } from './run-due.ts'

const minute = 60_000
const day = 24 * 60 * minute

describe.each(engines)('deliveries on %s with the sandbox', (engine) => {
  const test = useWebhooks(engine)
  const refusing = (response: { writeHead(status: number): { end(): unknown } }) => void response.writeHead(503).end()

  it('are tried again with growing pauses over a day, by the same id, and then given up', async () => {
    const receiver = await startReceiver()
    receiver.answer(refusing)
    const { webhook, connection, deliveries } = await test().organization()
    const { id } = await webhook(receiver.url)
    await connection()
    const start = test().now().getTime()
    const times: number[] = []
    for (let next: string | null | undefined = test().now().toISOString(); next; ) {
      test().later(new Date(next).getTime() - test().now().getTime())
      expect(await test().sendNotices()).toBe(1)
      expect(await test().sendNotices()).toBe(0)
      times.push(test().now().getTime() - start)
      next = (await deliveries(id))[0]?.nextAttemptAt
    }
    const pauses = times.slice(1).map((at, index) => Math.round((at - (times[index] ?? 0)) / minute))
    expect(pauses).toHaveLength(8)
    const expected = [1, 5, 30, 60, 180, 300, 420, 420]
    pauses.forEach((pause, index) => {
      expect(Math.abs(pause - (expected[index] ?? 0))).toBeLessThanOrEqual(Math.ceil((expected[index] ?? 0) / 20))
    })
    expect(times.at(-1)).toBeGreaterThan(day * 0.9)
    expect(times.at(-1)).toBeLessThan(day * 1.05)
    const [delivery] = await deliveries(id)
    expect(delivery).toMatchObject({ state: 'failed', nextAttemptAt: null })
    expect(delivery?.attempts).toHaveLength(9)
    expect(delivery?.attempts[0]).toMatchObject({ status: 503, error: 'The receiver answered with status 503' })
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([delivery?.messageId]),
    )
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  })

  it('end with the first success, and can be sent once more', async () => {
    const receiver = await startReceiver()
    receiver.answer(refusing)
    const { act, webhook, connection, deliveries } = await test().organization()
    const { id } = await webhook(receiver.url)
    await connection()
    await test().sendNotices()
    const [pending] = await deliveries(id)
    const inState = (state: string) => act('webhooks.deliveries', { webhookId: id, state })
    expect(await inState('delivered')).toEqual({ deliveries: [] })
    expect(await inState('pending')).toMatchObject({ deliveries: [{ id: pending?.id }] })
    const ref = { deliveryId: pending?.id }
    expect(await refusal(act('webhooks.redeliver', ref))).toMatchObject({ statusCode: 409 })
    receiver.answer((response) => void response.writeHead(200).end())
    test().later(2 * minute)
    await test().sendNotices()
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', nextAttemptAt: null })
    test().later(day)
    expect(await test().sendNotices()).toBe(0)
    expect(await act('webhooks.redeliver', ref)).toEqual({ id: pending?.id })
    expect(await test().sendNotices()).toBe(1)
    expect(receiver.received).toHaveLength(3)
    expect((await deliveries(id))[0]?.attempts.map(({ status }) => status)).toEqual([503, 200, 200])
  })

  it('to a receiver that hangs, floods or resets hold up nobody else', async () => {
    const bad = [await startReceiver(), await startReceiver(), await startReceiver()]
    bad[0]?.answer(() => {})
    bad[1]?.answer((response) => {
      response.writeHead(200)
      const flood = setInterval(() => response.write(Buffer.alloc(1024)), 1)
      response.on('close', () => clearInterval(flood))
    })
    bad[2]?.answer((response) => void response.socket?.resetAndDestroy())
    const good = await startReceiver()
    const { webhook, connection } = await test().organization()
    for (const receiver of [...bad, good]) await webhook(receiver.url)
    for (let count = 0; count < 4; count += 1) await connection(`storefront-${count}`)
    const outbound = createOutbound({ allowHttp: true, allowCidrs: ['127.0.0.0/8'], timeoutMs: 3_000 })
    const startedAt = performance.now()
    const run = test().sendNotices({ ...test().services, outbound })
    await expect.poll(() => good.received.length, { timeout: 2_500, interval: 20 }).toBe(4)
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    // At most two deliveries at a time are under way to the receiver that hangs.
    expect(bad[0]?.received).toHaveLength(2)
    await run
  })

  it('that this service cannot make are attempts that failed, and end like any others', async () => {
    const receiver = await startReceiver()
    const { webhook, connection, deliveries } = await test().organization()
    const { id } = await webhook(receiver.url)
    await test()
      .services.db.updateTable('webhooks')
      .set({ secret: Buffer.alloc(64) })
      .where('id', '=', id)
      .execute()
    await connection()
    const failures: unknown[] = []
    const signal = new AbortController().signal
    await runDueNotices(test().services, { signal, onError: (error) => failures.push(error) })
    expect(failures).toHaveLength(1)
    const [delivery] = await deliveries(id)
    expect(delivery).toMatchObject({ state: 'pending', attempts: [{ status: null }] })
    expect(delivery?.attempts[0]?.error).toBe('This service could not make the attempt')
    expect(new Date(delivery?.nextAttemptAt ?? 0).getTime()).toBeGreaterThan(test().now().getTime())
    expect(receiver.received).toHaveLength(0)
  })

  it('are made once each by several processes at once', async () => {
    const receiver = await startReceiver()
    const { webhook, connection } = await test().organization()
    await webhook(receiver.url)
    for (let count = 0; count < 12; count += 1) await connection(`storefront-${count}`)
    const made = await Promise.all([1, 2, 3].map(() => test().sendNotices({ ...test().services })))
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(12)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(12)
  })

  it('that were never finished are tried again, and count as an attempt', async () => {
    const receiver = await startReceiver()
    const { webhook, connection, deliveries } = await test().organization()
    const { id } = await webhook(receiver.url)
    await connection()
    const stop = new AbortController()
    const cut = { ...test().services.outbound, send: () => new Promise<never>(() => {}) }
    void runDueNotices({ ...test().services, outbound: cut }, { signal: stop.signal, onError: () => {} })
    const due = async () => new Date((await deliveries(id))[0]?.nextAttemptAt ?? 0).getTime()
    await expect.poll(due).toBe(test().now().getTime() + 2 * minute)
    // It never ends, and must take nothing of later tests.
    stop.abort()
    expect(await test().sendNotices()).toBe(0)
    test().later(2 * minute)
    expect(await test().sendNotices()).toBe(1)
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered' })
    const [row] = await test().services.db.selectFrom('deliveries').select('attempts').execute()
    expect(row?.attempts).toBe(2)
  })

  it('are not made of what did not happen', async () => {
    const { act, webhook, connection } = await test().organization()
    await webhook('http://127.0.0.1:9/')
    await connection()
    const refused = connection()
    expect(await refusal(refused)).toMatchObject({ statusCode: 400 })
    const { id } = await connection('other')
    const ref = { app: 'heroku', connectionId: id, ifMatch: '"nothing"' }
    expect(await refusal(act('appConnections.remove', ref))).toMatchObject({ statusCode: 412 })
    const rows = await test().services.db.selectFrom('notices').select('type').execute()
    expect(rows).toEqual([{ type: 'connection.created' }, { type: 'connection.created' }])
  })

  it('of a new connection are left where a webhook hears of it, and nowhere else', async () => {
    const { act, webhook, connection } = await test().organization()
    const types = () => test().services.db.selectFrom('notices').select('type').execute()
    const before = await types()
    await connection('unheard')
    const own = await webhook('http://127.0.0.1:9/')
    await act('webhooks.update', { webhookId: own.id, enabled: false })
    await connection('disabled')
    expect(await types()).toEqual(before)
    await act('webhooks.update', { webhookId: own.id, enabled: true, events: ['connection.failed'] })
    await connection('other')
    expect(await types()).toEqual(before)
    await act('webhooks.update', { webhookId: own.id, events: ['connection.created'] })
    await connection('heard')
    expect(await types()).toHaveLength(before.length + 1)
  })

  it('are made of a few notices at a time, however many there are', async () => {
    const { services, database } = test()
    const { organization, webhook } = await test().organization()
    const receiver = await startReceiver()
    await webhook(receiver.url)
    await database.pool.query(
      `insert into notices (id, org_id, type, connection_id, payload, created_at)
      select gen_random_uuid(), $1, 'connection.created', null, '{}', now() from generate_series(1, 60)`,
      [organization.id],
    )
    const most: number[] = []
    const db = watching(services.db, (rows) => {
      most.push(rows.length)
    })
    expect(await test().sendNotices({ ...services, db })).toBe(60)
    expect(Math.max(...most)).toBe(25)
    expect(receiver.received).toHaveLength(60)
  })
})

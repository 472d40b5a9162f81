import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { send } from './http.ts'
import { newPlace } from './killed.ts'
import { dataOf } from './running-server.ts'

const minute = 60_000

describe.each(engines)('a server that is killed on %s with the sandbox', (engine) => {
  it('loses no check that was due: it comes round again', { timeout: 120_000 }, async () => {
    const place = await newPlace(engine)
    const first = await place.start({ JOBS: 'off' })
    const admin = await place.admin(first.url)
    const credentials = { authToken: (await place.sandbox.control.mintToken()).token }
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials }
    expect((await admin.mutate('appConnections.create', input)).status).toBe(200)
    await place.kill(first.process)
    const dueNow = { next_check_at: new Date() }
    await place.between(({ kysely }) => kysely.updateTable('connections').set(dueNow).execute())

    await place.sandbox.control.clearRequests()
    await place.sandbox.control.setFault({ times: null, effect: { kind: 'hang' } })
    const second = await place.start({ JOBS: 'on' })
    await expect.poll(() => place.sandbox.control.requests(), { timeout: 20_000 }).not.toEqual([])
    await place.kill(second.process)
    await place.sandbox.control.clearFaults()

    await place.between(async ({ kysely, pool }) => {
      const { next_check_at: next, observed } = await kysely
        .selectFrom('connections')
        .select(['next_check_at', 'observed'])
        .executeTakeFirstOrThrow()
      expect(observed).toEqual({ account: true })
      expect(next?.getTime()).toBeGreaterThan(Date.now())
      expect(next?.getTime()).toBeLessThan(Date.now() + 5 * minute)
      // Five minutes later: what was planned then is due.
      await pool.query(`update connections set next_check_at = next_check_at - interval '5 minutes'`)
      await pool.query(`update check_allowances set free_at = free_at - interval '5 minutes'`)
    })
    const third = await place.start({ JOBS: 'on' })
    await expect.poll(() => place.sandbox.control.requests(), { timeout: 20_000 }).toHaveLength(5)
    await place.kill(third.process)
  })

  it('loses no refusal that it has answered, though it sums them', { timeout: 120_000 }, async () => {
    const place = await newPlace(engine)
    const { process, url } = await place.start({ JOBS: 'off' })
    const admin = await place.admin(url)
    const made = await admin.mutate('identities.create', { name: 'deploy', role: 'member' })
    const { clientId } = z.object({ clientId: z.string() }).parse(dataOf(made))
    for (let guess = 0; guess < 15; guess += 1) {
      const body = { clientId, clientSecret: `acs_${'x'.repeat(43)}` }
      expect((await send(url, 'POST', '/api/v1/auth/universal-auth/login', { body })).status).toBe(401)
    }
    await place.kill(process)
    await place.between(async ({ pool }) => {
      const { rows } = await pool.query(
        `select count(*)::int as events, sum(coalesce((detail->>'summed')::int, 1))::int as refusals
         from audit_events where action = 'accessTokens.login' and outcome = 'failed'`,
      )
      expect(rows).toEqual([{ events: 11, refusals: 15 }])
    })
  })

  it('loses no webhook, and sends it again by the same id', { timeout: 120_000 }, async () => {
    const place = await newPlace(engine)
    const ids: (string | undefined)[] = []
    let answers = false
    const receiver = createServer((request, response) => {
      ids.push(String(request.headers['webhook-id']))
      request.resume()
      if (answers) response.writeHead(204).end()
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void receiver.closeAllConnections())
    onTestFinished(() => void receiver.close())
    await once(receiver, 'listening')
    const address = receiver.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`

    const allowed = { WEBHOOK_ALLOW_HTTP: 'on', WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' }
    const first = await place.start({ JOBS: 'off', ...allowed })
    const admin = await place.admin(first.url)
    expect((await admin.mutate('webhooks.create', { url })).status).toBe(200)
    const credentials = { authToken: (await place.sandbox.control.mintToken()).token }
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials }
    expect((await admin.mutate('appConnections.create', input)).status).toBe(200)
    // Killed between the write and its answer.
    await place.kill(first.process)

    const second = await place.start({ JOBS: 'on', ...allowed })
    await expect.poll(() => ids.length, { timeout: 20_000 }).toBe(1)
    // Killed while the receiver handles the delivery.
    await place.kill(second.process)
    await place.between(async ({ pool }) => {
      const { rows } = await pool.query('select state, attempts, next_attempt_at > now() as later from deliveries')
      expect(rows).toEqual([{ state: 'pending', attempts: 1, later: true }])
      await pool.query(`update deliveries set next_attempt_at = next_attempt_at - interval '2 minutes'`)
    })
    answers = true
    const third = await place.start({ JOBS: 'on', ...allowed })
    await expect.poll(() => ids.length, { timeout: 20_000 }).toBe(2)
    expect(ids[0]).toMatch(/^msg_/)
    expect(ids[1]).toBe(ids[0])
    await setTimeout(500)
    await place.kill(third.process)
    await place.between(async ({ pool }) => {
      const { rows } = await pool.query('select state, attempts from deliveries')
      expect(rows).toEqual([{ state: 'delivered', attempts: 2 }])
    })
    expect(ids).toHaveLength(2)
  })
})

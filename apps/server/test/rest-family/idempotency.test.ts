import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Answer, errorOf } from '../http.ts'
import { callsAtHeroku, connectionOf, connectionsPath, newInput } from './connections.ts'
import { type Somebody, useFamily } from './family.ts'

describe.each(engines)('Idempotency-Key on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const newKey = () => `key-${randomUUID()}`
  const create = (body: unknown, key: string, request: { as?: Somebody; path?: string } = {}) =>
    family().rest('POST', request.path ?? connectionsPath, {
      body,
      headers: { 'idempotency-key': key },
      ...(request.as === undefined ? {} : { as: request.as }),
    })
  const rows = async (name: string) =>
    family()
      .db.selectFrom('connections')
      .select('id')
      .where('name', '=', name)
      .where('deleted_at', 'is', null)
      .execute()
  const forget = () => family().server.sandbox.control.clearRequests()
  const delayHeroku = (ms: number) =>
    family().server.sandbox.control.setFault({ path: '/account', effect: { kind: 'latency', ms } })
  /** Waits until Heroku has been asked, when the first call is under way. */
  const underWay = () => expect.poll(() => callsAtHeroku(family())).toBeGreaterThan(0)
  const pastDeadline = (key: string) =>
    family().query("update idempotency_keys set deadline = now() - interval '1 second' where key = $1", [key])
  const eventsOf = async (id: string) =>
    family().db.selectFrom('audit_events').select('action').where('target_id', '=', id).execute()

  it('answers a repeat as the first call, which is made once: one row, one call at Heroku, one event', async () => {
    const [body, key] = [await newInput(family(), 'once'), newKey()]
    await forget()
    const first = await create(body, key)
    const calls = await callsAtHeroku(family())
    const made = connectionOf(first)
    // A body that differs only in ignored or trimmed parts is the same body.
    for (const same of [
      body,
      { ...body, unknown: 1 },
      { name: ' once ', credentials: body.credentials, method: 'auth-token' },
    ]) {
      const repeat = await create(same, key)
      expect([repeat.status, repeat.body]).toEqual([200, first.body])
      expect(repeat.headers.get('etag')).toBe(made.etag)
    }
    expect(await rows('once')).toEqual([{ id: made.id }])
    expect(await callsAtHeroku(family())).toBe(calls)
    expect(await eventsOf(made.id)).toEqual([{ action: 'appConnections.create' }])
    // The answer stays the first one, even after the connection has changed.
    await family().rest('PATCH', `${connectionsPath}/${made.id}`, { body: { name: 'renamed-since' } })
    expect((await create(body, key)).body).toEqual(first.body)
  })

  it('answers 409 to another body, and makes nothing', async () => {
    const [body, key] = [await newInput(family(), 'one-body'), newKey()]
    const first = await create(body, key)
    for (const other of [
      { ...body, name: 'other-body' },
      { ...body, description: 'x' },
      { ...body, projectId: family().projectId },
      { ...body, credentials: { authToken: await family().server.mint() } },
    ]) {
      expect(errorOf(await create(other, key))).toMatchObject({ statusCode: 409, error: 'Conflict' })
    }
    expect(await rows('other-body')).toEqual([])
    expect((await create(body, key)).body).toEqual(first.body)
  })

  it('answers 409 with Retry-After while the first is under way, and of ten at once makes one', async () => {
    const [body, key] = [await newInput(family(), 'in-flight'), newKey()]
    await forget()
    await delayHeroku(600)
    const first = create(body, key)
    await underWay()
    const second = await create(body, key)
    expect(errorOf(second)).toMatchObject({ statusCode: 409, error: 'Conflict' })
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
    connectionOf(await first)
    const [many, manyKey] = [await newInput(family(), 'ten-at-once'), newKey()]
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(many, manyKey)))
    const made = answers.filter(({ status }) => status === 200).map((answer) => connectionOf(answer).id)
    expect(new Set(made).size).toBe(1)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(await rows('ten-at-once')).toHaveLength(1)
  })

  it('is freed by a failure of any kind, so that the same call may succeed later', async () => {
    const { control } = family().server.sandbox
    const [body, key] = [await newInput(family(), 'freed'), newKey()]
    await control.setFault({ path: '/account', effect: { kind: 'status', status: 503 } })
    expect((await create(body, key)).status).toBe(502)
    await control.setFault({ path: '/account', effect: { kind: 'rate-limit' } })
    expect((await create(body, key)).status).toBe(503)
    await control.setFault({ path: '/account', effect: { kind: 'status', status: 401, id: 'unauthorized' } })
    expect((await create(body, key)).status).toBe(400)
    expect((await create({ ...body, name: 'Not A Name' }, key)).status).toBe(422)
    const made = connectionOf(await create(body, key))
    expect(await rows('freed')).toEqual([{ id: made.id }])
    const taken = newKey()
    expect((await create(body, taken)).status).toBe(400)
    await family().rest('DELETE', `${connectionsPath}/${made.id}`)
    expect((await create(body, taken)).status).toBe(200)
  })

  it('is taken over by a repeat once its deadline has passed; the first call then is 409 and leaves no row', async () => {
    const { control } = family().server.sandbox
    const [body, key] = [await newInput(family(), 'taken-over'), newKey()]
    await forget()
    await delayHeroku(900)
    const first = create(body, key)
    await underWay()
    await pastDeadline(key)
    // Another body never takes the call over.
    expect(errorOf(await create({ ...body, description: 'x' }, key)).statusCode).toBe(409)
    const second = connectionOf(await create(body, key))
    expect(errorOf(await first)).toMatchObject({
      statusCode: 409,
      error: 'Conflict',
      message: expect.stringContaining('took the call over'),
    })
    expect(await rows('taken-over')).toEqual([{ id: second.id }])
    expect(connectionOf(await create(body, key)).id).toBe(second.id)
    await control.clearFaults()
  })

  it('taken over while both are under way is won by the second, whichever Heroku answers first', async () => {
    const [body, key] = [await newInput(family(), 'overlapping'), newKey()]
    await forget()
    await delayHeroku(500)
    const first = create(body, key)
    await underWay()
    await pastDeadline(key)
    await delayHeroku(900)
    const second = create(body, key)
    expect(errorOf(await first)).toMatchObject({ statusCode: 409 })
    expect(await rows('overlapping')).toEqual([])
    const made = connectionOf(await second)
    expect(await rows('overlapping')).toEqual([{ id: made.id }])
    expect(await eventsOf(made.id)).toHaveLength(1)
  })

  it('belongs to caller, organization and path: nobody else’s is ever answered', async () => {
    const key = newKey()
    const colleague = await family().machine({ organization: 'admin', project: 'admin' })
    const elsewhere = await (await family().organization()).machine({ organization: 'admin' })
    const body = await newInput(family(), 'mine')
    const mine = connectionOf(await create(body, key))
    expect(errorOf(await create(body, key, { as: colleague }))).toMatchObject({ statusCode: 400 })
    const theirs = connectionOf(await create(body, key, { as: elsewhere }))
    expect([theirs.id === mine.id, theirs.orgId === mine.orgId]).toEqual([false, false])
    const { id } = z.object({ id: z.uuid() }).parse(result(await overTrpc({ ...body, name: 'mine-over-trpc' }, key)))
    expect(id).not.toBe(mine.id)
    // A token of the same identity is the same caller.
    expect(connectionOf(await create(body, key)).id).toBe(mine.id)
  })

  const overTrpc = (body: object, idempotencyKey: string) =>
    family().trpc('appConnections.create', { app: 'heroku', ...body, idempotencyKey })
  const result = (answer: Answer) =>
    z.object({ result: z.object({ data: z.unknown() }) }).parse(answer.body).result.data

  it('is an option over tRPC, with the same effects', async () => {
    const [body, key] = [await newInput(family(), 'over-trpc'), newKey()]
    const first = await overTrpc(body, key)
    expect(first.status, first.text).toBe(200)
    expect(result(await overTrpc(body, key))).toEqual(result(first))
    const conflict = await overTrpc({ ...body, description: 'x' }, key)
    expect(conflict.status).toBe(409)
    expect(conflict.body).toMatchObject({ error: { data: { statusCode: 409, error: 'Conflict' } } })
    expect(await rows('over-trpc')).toHaveLength(1)
    expect((await overTrpc(body, 'a b')).status).toBe(422)
  })

  it('repeats only for who may still make the call', async () => {
    const machine = await family().machine({ organization: 'admin' })
    const [body, key] = [await newInput(family(), 'demoted'), newKey()]
    connectionOf(await create(body, key, { as: machine }))
    await family().db.updateTable('memberships').set({ role: 'member' }).where('identity_id', '=', machine.id).execute()
    expect(errorOf(await create(body, key, { as: machine }))).toMatchObject({ statusCode: 403 })
    await family().db.deleteFrom('access_tokens').where('identity_id', '=', machine.id).execute()
    expect(errorOf(await create(body, key, { as: machine }))).toMatchObject({ statusCode: 401 })
  })

  it('is forgotten after 24 hours, and kept until then', async () => {
    const [body, key] = [await newInput(family(), 'day-old'), newKey()]
    const first = connectionOf(await create(body, key))
    const age = (interval: string) =>
      family().query('update idempotency_keys set created_at = now() - $1::interval where key = $2', [interval, key])
    await age('23 hours 59 minutes')
    expect(connectionOf(await create(body, key)).id).toBe(first.id)
    await family().rest('DELETE', `${connectionsPath}/${first.id}`)
    expect(connectionOf(await create(body, key)).id).toBe(first.id)
    await age('24 hours 1 minute')
    expect(connectionOf(await create(body, key)).id).not.toBe(first.id)
    await family().rest('DELETE', `${connectionsPath}/${(await rows('day-old'))[0]?.id}`)
    await age('24 hours 1 minute')
    expect(connectionOf(await create({ ...body, description: 'another body by now' }, key)).description).not.toBeNull()
  })

  it('that is none is 422: spaces, nothing, too long, two of them', async () => {
    const body = await newInput(family(), 'no-key')
    for (const key of ['a b', '', 'x'.repeat(256), 'é', 'one, two']) {
      expect(errorOf(await create(body, key)), key).toMatchObject({
        statusCode: 422,
        message: [{ path: ['idempotencyKey'], message: 'Idempotency-Key must be 1 to 255 visible ASCII characters' }],
      })
    }
    expect(await rows('no-key')).toEqual([])
    expect((await create(body, '~'.repeat(255))).status).toBe(200)
  })

  it('keeps no credential: neither body nor answer of a kept call holds one', async () => {
    const kept = await family().query('select k::text as text from idempotency_keys k')
    expect(kept.length).toBeGreaterThan(5)
    const text = kept.map((row) => row.text).join('\n')
    for (const secret of family().server.secrets) if (secret !== '') expect(text).not.toContain(secret)
  })

  it('is ignored where the answer would hold a secret, and on other calls', async () => {
    const key = newKey()
    const headers = { 'idempotency-key': key }
    const machine = await family().machine({ organization: 'member' })
    const renew = () =>
      family().server.call('POST', '/api/v1/auth/token/renew', { body: { accessToken: machine.token }, headers })
    expect([(await renew()).status, (await renew()).status]).toEqual([200, 200])
    const secret = (label: string) =>
      family().trpc('clientSecrets.create', { identityId: machine.id, label }, undefined, headers)
    const [one, two] = [result(await secret('a')), result(await secret('a'))]
    expect(one).not.toEqual(two)
    for (const made of [one, two])
      family().server.secrets.add(z.object({ clientSecret: z.string() }).parse(made).clientSecret)
    const { n } = await family()
      .db.selectFrom('idempotency_keys')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    expect(Number(n)).toBe(0)
  })
})

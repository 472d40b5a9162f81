import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { selectConnection } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answered, jsonBody, type UsePlace, useUses } from '../../test/uses.ts'

describe.each(engines)('the end of a use on %s with the sandbox', (engine) => {
  const test = useUses(engine)
  afterEach(() => test().sandbox.control.clearFaults())

  const fault = (path: string, effect: FaultInput['effect'], method = '*') =>
    test().sandbox.control.setFault({ path, method, times: null, effect })
  const app = () => `/apps/${test().idOf('note-g')}`
  const last = async () => (await test().events()).at(-1)
  const health = async () => {
    const { services, orgId, connectionId } = test()
    return (await selectConnection(services.db, orgId, connectionId))?.health
  }
  /** What of a use that is under way has reached the platform. */
  const arrived = () => expect.poll(async () => (await test().sandbox.control.requests()).length).toBeGreaterThan(0)

  /** Ends a use under way, before its headers, and gives its answer. */
  async function ended(act: () => unknown): Promise<Answered> {
    await fault(app(), { kind: 'hang' })
    const asked = test().ask('GET', app(), { signal: gone.signal })
    await arrived()
    await act()
    return asked
  }
  let gone = new AbortController()

  it('before the headers, by the caller: that says so, and nothing about the connection', async () => {
    await test().grant(['apps:read'])
    gone = new AbortController()
    expect(await ended(() => gone.abort())).toMatchObject({ status: 400, code: 'callerGone' })
    expect(await last()).toMatchObject({ outcome: 'failed', detail: { ending: 'caller gone' } })
    expect((await last())?.detail).not.toHaveProperty('status')
    expect(await health()).toBe('healthy')
  })

  it('is none where another use begins while it is asked what still stands', async () => {
    await test().grant(['apps:read'])
    await fault(app(), { kind: 'latency', ms: 900 })
    const bodies = Array.from({ length: 8 }, async (_, at) => {
      await sleep(at * 130)
      return test().ask('GET', app())
    })
    expect((await Promise.all(bodies)).map(({ status }) => status)).toEqual(Array(8).fill(200))
  })

  it('within the body, by the caller', async () => {
    await test().grant(['apps:read'])
    await fault(app(), { kind: 'drip', ms: 20 })
    const { body } = await test().open('GET', app())
    for await (const _ of body) break
    await expect.poll(last).toMatchObject({ outcome: 'failed', detail: { status: 200, ending: 'caller gone' } })
    expect(await health()).toBe('healthy')
  })

  it('within an upload, by the caller', async () => {
    await test().grant(['apps:create'])
    const body = new Readable({ read() {} })
    body.push('{"name":')
    const asked = test().ask('POST', '/apps', { body })
    await arrived()
    body.destroy(new Error('aborted'))
    expect(await asked).toMatchObject({ status: 400, code: 'callerGone' })
    expect(await last()).toMatchObject({ outcome: 'failed', detail: { ending: 'caller gone' } })
    expect(await health()).toBe('healthy')
  })

  it.each<[FaultInput['effect'], number, string]>([
    [{ kind: 'reset' }, 502, 'platform unusable'],
    [{ kind: 'long-headers' }, 502, 'platform unusable'],
  ])('before the headers, by the platform: %o', async (effect, status, ending) => {
    await test().grant(['apps:read'])
    await fault(app(), effect)
    expect(await test().ask('GET', app())).toMatchObject({ status })
    expect(await last()).toMatchObject({ outcome: 'failed', detail: { ending } })
  })

  it('within the body, by the platform, whether it passes or is cut to what is granted', async () => {
    await fault('*', { kind: 'cut' }, 'GET')
    await test().grant(['apps:read'])
    const { body } = await test().open('GET', app())
    await expect(body.toArray()).rejects.toMatchObject({ failure: 'unavailable' })
    expect(await last()).toMatchObject({ outcome: 'failed', detail: { status: 200, ending: 'platform unusable' } })
    await test().grant(['apps:read'], { on: ['note-g'] })
    expect(await test().ask('GET', '/apps')).toMatchObject({ status: 502, code: 'platformUnusable' })
    expect(await last()).toMatchObject({ outcome: 'failed', detail: { status: 200, ending: 'platform unusable' } })
  })

  it('by a redirect is none: it passes as it is, and nobody follows it', async () => {
    await test().grant(['apps:read'])
    await fault(app(), { kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' })
    const answer = await test().ask('GET', app())
    expect([answer.status, answer.headers.location]).toEqual([302, 'http://127.0.0.1:9/elsewhere'])
    expect(answer.sent).toHaveLength(1)
  })

  it('notes a credential that stood in a header alone', async () => {
    await test().grant(['apps:read'])
    await fault(app(), { kind: 'status', status: 422, headers: { 'x-echo': `Bearer ${test().token}` } })
    const answer = await test().ask('GET', app())
    expect(answer.headers['x-echo']).toMatch(/^Bearer \*+$/)
    expect(await last()).toMatchObject({ detail: { scrubbed: true } })
  })

  describe('of a write that needs what is there', () => {
    const path = () => `${app()}/config-vars`
    async function write(effect: FaultInput['effect']): Promise<Answered> {
      const { services, orgId, connectionId, holder, admin, grant } = test()
      await grant(['config-vars:write'], { on: ['note-g'], keys: ['A'] })
      await services.db
        .insertInto('grants')
        .values({
          id: crypto.randomUUID(),
          org_id: orgId,
          connection_id: connectionId,
          person_id: holder.id,
          makers: [admin.id],
          actions: ['config-vars:read'],
        })
        .execute()
      await fault(path(), effect, 'GET')
      return test().ask('PATCH', path(), jsonBody({ A: '9', SECRET: 'three' }))
    }

    it.each(['[{"key":"SECRET","value":"three"}]', '{"SECRET":3}', 'null', '{"SECRET":'])(
      'is a refusal where that is of another shape: %s',
      async (body) => {
        const answer = await write({ kind: 'wrong-json', body })
        expect(answer).toMatchObject({ status: 502, code: 'answerNotNarrowed', sent: [`GET ${path()}`] })
        expect(await last()).toMatchObject({ outcome: 'failed', detail: { ending: 'platform unusable' } })
      },
    )

    it('is the platform’s own where it does not say', async () => {
      const answer = await write({ kind: 'status', status: 429 })
      expect(answer).toMatchObject({ status: 429, json: { id: 'rate_limit' }, sent: [`GET ${path()}`] })
      expect(await last()).toMatchObject({ outcome: 'failed', detail: { status: 429, ending: 'whole' } })
    })
  })

  it('is recorded before a name is asked for, and names that when it turns out not to be granted', async () => {
    await test().grant(['config-vars:read'], { on: ['note-g'] })
    const known = (await test().events()).length
    await fault('/apps/punched-cards', { kind: 'latency', ms: 1_000 })
    const asked = test().ask('GET', '/apps/punched-cards/config-vars')
    await arrived()
    const [attempted] = (await test().events()).slice(known)
    expect(attempted).toMatchObject({ outcome: 'attempted', detail: { route: 'GET /apps/{app}/config-vars' } })
    expect(await asked).toMatchObject({ status: 403, sent: ['GET /apps/punched-cards'] })
    const later = (await test().events()).slice(known + 1)
    expect(later).toMatchObject([{ outcome: 'denied', detail: { attempt: expect.any(String), ending: 'not granted' } }])
  })

  it('counts a list of granted rows too, for each grant that shows some', async () => {
    const id = await test().grant(['apps:read'], { on: ['note-g'] })
    const { db } = test().services
    await db.updateTable('grants').set({ uses_left: 1 }).where('id', '=', id).execute()
    expect((await test().ask('GET', '/apps')).status).toBe(200)
    expect((await test().ask('GET', '/apps')).status).toBe(403)
  })

  type Change = (place: UsePlace) => Promise<unknown>
  const setGrant =
    (change: { ended_at: Date } | { actions: string[] }): Change =>
    ({ services, orgId }) =>
      services.db.updateTable('grants').set(change).where('org_id', '=', orgId).execute()
  const setSession =
    (end: number): Change =>
    ({ services, holder }) =>
      services.db
        .updateTable('auth.session')
        .set({ expiresAt: new Date(end) })
        .where('id', '=', holder.tokenId)
        .execute()
  const setDeleted =
    (at: Date | null): Change =>
    ({ services, connectionId }) =>
      services.db.updateTable('connections').set({ deleted_at: at }).where('id', '=', connectionId).execute()
  const leave: Change = ({ services, holder }) =>
    services.db.deleteFrom('memberships').where('person_id', '=', holder.id).execute()

  /** What a use loses, and how it comes back for the next test. */
  const losses: [string, Change, Change?][] = [
    ['its grant', setGrant({ ended_at: new Date() })],
    ['what its grant said', setGrant({ actions: ['logs:read'] })],
    ['the session of its caller', setSession(0), setSession(Date.now() + 3_600_000)],
    ['its connection', setDeleted(new Date()), setDeleted(null)],
    ['the membership of its caller', leave],
  ]
  it.each(losses)('comes within a second where it loses %s', async (_title, lose, restore) => {
    await test().grant(['apps:read'])
    gone = new AbortController()
    let lost = 0
    const answer = await ended(async () => {
      lost = performance.now()
      await lose(test())
    })
    expect(answer).toMatchObject({ status: 403, code: 'useEnded' })
    // A second by design; the rest is for a busy machine.
    expect(performance.now() - lost).toBeLessThan(10_000)
    await restore?.(test())
    await expect.poll(last).toMatchObject({ outcome: 'failed', detail: { ending: 'access ended' } })
    expect(await health()).toBe('healthy')
  })
})

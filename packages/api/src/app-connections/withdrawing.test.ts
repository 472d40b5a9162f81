import { randomUUID } from 'node:crypto'
import { eraseDeletedOfProject } from '@app-connections/db'
import { sweep } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { call } from '../../test/services.ts'
import { runDueWithdrawals, type Services } from '../index.ts'

const session = '/oauth/sessions/~'
const minute = 60_000
const day = 86_400_000
const triedAgain = expect.stringMatching(/^not withdrawn, because: \S.+ It is tried again\.$/)
const notTriedAgain = expect.stringMatching(/^not withdrawn, because: \S(?!.*tried again)/)

describe.each(engines)('withdrawing a grant on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const ref = (connectionId: string) => ({ app: 'heroku', connectionId })
  const remove = (id: string, services = test().services) =>
    call(services, test().admin, 'appConnections.remove', ref(id))
  const restore = (connectionId: string) =>
    call(test().services, test().admin, 'appConnections.restore', { connectionId })
  const fault = (effect: FaultInput['effect'], times: number | null = 1, path = session) =>
    test().sandbox.control.setFault({ path, times, effect })
  const asked = async (path = session) =>
    (await test().sandbox.control.requests()).filter((each) => each.path === path && each.method === 'DELETE').length
  const pending = async () =>
    (await test().services.db.selectFrom('withdrawals').select('connection_id').execute()).length
  /** What the job in another process does so many milliseconds from now. */
  const later = (ms: number, change: Partial<Services> = {}) =>
    runDueWithdrawals(
      { ...test().services, now: () => new Date(Date.now() + ms), ...change },
      {
        signal: new AbortController().signal,
        onError: (error) => {
          throw error
        },
      },
    )
  async function upstream(id: string) {
    const events = await test()
      .services.db.selectFrom('audit_events')
      .select(['outcome', 'detail'])
      .where('action', '=', 'appConnections.revokeUpstream')
      .where('target_id', '=', id)
      .orderBy('id')
      .execute()
    return events.map(({ outcome, detail }) => [outcome, detail.upstream])
  }
  const lives = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
    return (await fetch(`${test().sandbox.url}/account`, { headers })).status !== 401
  }

  beforeEach(() => test().sandbox.control.setSwitches({ oauthScope: 'any' }))
  afterEach(async () => {
    await test().services.db.deleteFrom('connections').execute()
  })

  it('is tried again after the deletion where the platform was out of reach, and ends it for good', async () => {
    const id = await test().connect()
    const { authToken } = await test().stored(id)
    await fault({ kind: 'status', status: 503 })
    await remove(id)
    expect(await upstream(id)).toEqual([['failed', triedAgain]])
    expect(await later(0)).toBe(0)
    expect(await lives(authToken)).toBe(true)
    expect(await later(minute)).toBe(1)
    expect(await lives(authToken)).toBe(false)
    expect((await upstream(id)).slice(1)).toEqual([['success', 'revoked']])
    expect(await later(day)).toBe(0)
    await restore(id)
    expect((await test().get(id)).health).toMatchObject({ status: 'reconnect_required', reason: 'revoked' })
  })

  it('is gone on with by another process where the one that deleted never came to its end', async () => {
    const id = await test().connect()
    const { authToken } = await test().stored(id)
    await fault({ kind: 'hang', when: 'before' })
    const hanging = remove(id, { ...test().services, upstreamDeadlineMs: 1_000 })
    await expect.poll(() => asked()).toBe(1)
    expect(await later(2 * minute - 1_000)).toBe(0)
    expect(await later(2 * minute)).toBe(1)
    expect(await lives(authToken)).toBe(false)
    await hanging
    expect(await upstream(id)).toEqual([
      ['success', 'revoked'],
      ['failed', notTriedAgain],
    ])
    expect(await pending()).toBe(0)
  })

  it('is given up after four more tries, which an event says; only then is the credential erased', async () => {
    const { services } = test()
    const id = await test().connect()
    await fault({ kind: 'reset' }, null)
    await remove(id)
    const age = { deleted_at: new Date(Date.now() - 8 * day) }
    await services.db.updateTable('connections').set(age).where('id', '=', id).execute()
    for (const pause of [1, 11, 71, 311].map((minutes) => minutes * minute)) {
      await sweep(services.db, 365)
      expect(await test().row(id)).toMatchObject({ id })
      expect(await later(pause)).toBe(1)
    }
    expect(await asked()).toBe(5)
    const events = await upstream(id)
    expect(events.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ['failed', triedAgain]))
    expect(events.slice(4)).toEqual([['failed', notTriedAgain]])
    expect(await later(day)).toBe(0)
    await sweep(services.db, 365)
    await expect(test().row(id)).rejects.toThrow('no result')
  })

  it('is given up where each try is cut off, and where what is stored does not open', async () => {
    const { services } = test()
    for (const broken of [{ tries: 4 }, { credentials: Buffer.from('damaged') }]) {
      const id = await test().connect()
      await fault({ kind: 'reset' })
      await remove(id)
      if ('tries' in broken) await services.db.updateTable('withdrawals').set(broken).execute()
      else await services.db.updateTable('connections').set(broken).where('id', '=', id).execute()
      expect(await later(minute)).toBe(1)
      expect((await upstream(id)).slice(1)).toEqual([['failed', notTriedAgain]])
      expect(await pending()).toBe(0)
    }
  })

  it('renews a token that has ended by the next try: a dead one cannot end its own grant', async () => {
    const id = await test().connect()
    await fault({ kind: 'reset' })
    await remove(id)
    await test().end(id)
    expect(await later(minute)).toBe(1)
    expect((await upstream(id)).slice(1)).toEqual([['success', 'revoked']])
    expect(await test().refreshes()).toHaveLength(1)
  })

  it('asks once for a fresher token where that is refused as well', async () => {
    const id = await test().connect()
    await fault({ kind: 'reset' })
    await remove(id)
    await test().sandbox.control.revokeToken((await test().stored(id)).authToken)
    await test().end(id)
    expect(await later(minute)).toBe(1)
    expect((await upstream(id)).slice(1)).toEqual([['refused', expect.stringMatching(/^refused because: /)]])
    expect(await test().refreshes()).toHaveLength(1)
    await restore(id)
    expect((await test().get(id)).health).toMatchObject({ status: 'reconnect_required', reason: 'refresh_refused' })
  })

  it('is given up by who restores the connection, whose grant lives on', async () => {
    const id = await test().connect()
    await fault({ kind: 'status', status: 503 })
    await remove(id)
    await restore(id)
    expect(await later(day)).toBe(0)
    expect(await test().apps(id)).toContain('note-g')
  })

  it('that its project took along before it was done is said to be not withdrawn', async () => {
    const { services, organization, admin, consent, finish } = test()
    const input = { purpose: 'create', name: `c-${randomUUID()}`, projectId: organization.projectId }
    const { connectionId = '' } = await finish(admin, await consent(admin, input))
    await fault({ kind: 'status', status: 503 })
    await remove(connectionId)
    await eraseDeletedOfProject(services.db, organization.id, organization.projectId)
    expect((await test().events(connectionId)).at(-1)).toMatchObject({
      action: 'appConnections.erase',
      detail: { upstream: 'not withdrawn, because: it was erased first' },
    })
  })

  it('has a deadline of its own: a renewal before it that hangs takes nothing of its time', async () => {
    const id = await test().connect()
    await test().believeEnd(id, 60)
    await fault({ kind: 'hang' }, 1, '/oauth/token')
    await fault({ kind: 'latency', ms: 500 })
    await remove(id, { ...test().services, upstreamDeadlineMs: 1_000 })
    expect(await upstream(id)).toEqual([['success', 'revoked']])
  })

  it.each([
    ['once is tried again at once', 1, ['success', 'revoked']],
    ['twice is audited as not withdrawn', 2, ['failed', notTriedAgain]],
  ])('that a new consent replaces, and that fails %s', async (_title, times, event) => {
    const { admin, consent, finish } = test()
    const id = await test().connect()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    await fault({ kind: 'status', status: 503 }, times)
    expect(await finish(admin, back)).toMatchObject({ outcome: 'reconnected' })
    expect(await asked()).toBe(2)
    expect(await upstream(id)).toEqual([event])
    expect(await test().apps(id)).toContain('note-g')
  })

  it('leaves alone what was restored and given another credential while the platform answered slowly', async () => {
    const { services, admin, sandbox } = test()
    const mint = async () => (await sandbox.control.mintToken()).token
    const credentials = { authToken: await mint() }
    const input = { app: 'heroku', method: 'auth-token', name: `c-${randomUUID()}`, credentials }
    await call(services, admin, 'appConnections.create', input)
    const { id } = await services.db.selectFrom('connections').select('id').executeTakeFirstOrThrow()
    const authorizations = '/oauth/authorizations'
    await sandbox.control.clearRequests()
    await fault({ kind: 'latency', ms: 500 }, 1, authorizations)
    const removed = call(services, admin, 'appConnections.remove', { ...ref(id), revokeUpstream: true })
    const reached = async () => (await sandbox.control.requests()).some(({ path }) => path === authorizations)
    await expect.poll(reached, { interval: 5 }).toBe(true)
    await restore(id)
    await call(services, admin, 'appConnections.update', { ...ref(id), credentials: { authToken: await mint() } })
    await removed
    expect(await upstream(id)).toEqual([['success', 'revoked']])
    expect((await test().get(id)).health).toMatchObject({ status: 'healthy', reason: 'works' })
    expect(await test().apps(id)).toContain('note-g')
  })
})

import { randomUUID } from 'node:crypto'
import { type RefreshTurn, takeRefreshTurn } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { useOAuth } from '../../test/oauth.ts'
import { call, inAnotherProcess, refusal } from '../../test/services.ts'

const failing = { health: 'degraded', health_reason: 'account_problem' }
const refusedForGood = { health: 'reconnect_required', health_reason: 'refresh_refused', next_check_at: null }

describe.each(engines)('health that changes while the platform is asked, on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const slow = (path: string) => test().sandbox.control.setFault({ path, effect: { kind: 'latency', ms: 400 } })
  const reached = (path: string) =>
    expect
      .poll(async () => (await test().sandbox.control.requests()).some((each) => each.path === path), { interval: 5 })
      .toBe(true)
  /** Stores what another process learns meanwhile. */
  const becomes = (id: string, changes: object) =>
    test().services.db.updateTable('connections').set(changes).where('id', '=', id).execute()
  const notices = async (id: string) => {
    const notices = test().services.db.selectFrom('notices').select('type').where('connection_id', '=', id)
    return (await notices.orderBy('created_at').orderBy('id').execute()).map(({ type }) => type)
  }

  it('to a final refusal is not lifted by a success that comes late', async () => {
    const id = await test().connect()
    // Long ago, because a success is stored at most once a minute.
    await becomes(id, { last_success_at: new Date(0) })
    await test().sandbox.control.clearRequests()
    await slow('/apps')
    const late = test().apps(id)
    await reached('/apps')
    await test().believeEnd(id, 60)
    await test().sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'status', status: 401 } })
    const elsewhere = inAnotherProcess(test().services)
    const use = test().askWith(elsewhere, 'appConnections.apps', { app: 'heroku', connectionId: id })
    expect(await refusal(use)).toMatchObject({ statusCode: 400 })
    expect(await late).toContain('note-g')
    expect((await test().get(id)).health).toMatchObject({ status: 'reconnect_required', reason: 'refresh_refused' })
    expect(await notices(id)).toEqual(['connection.failed'])
  })

  it('to a final refusal is lifted by a later generation, with a notice, and checked again', async () => {
    const id = await test().connectEnded()
    await test().sandbox.control.clearRequests()
    await slow('/oauth/token')
    const use = test().apps(id)
    await reached('/oauth/token')
    await becomes(id, refusedForGood)
    expect(await use).toContain('note-g')
    const row = await test().row(id)
    expect(row).toMatchObject({ health: 'healthy', seal_revision: 2 })
    expect(row.next_check_at?.getTime()).toBeGreaterThan(Date.now())
    expect(await notices(id)).toEqual(['connection.recovered'])
  })

  it('leaves the notice of a recovery by a new token that is put in its place', async () => {
    const { services, admin, sandbox } = test()
    const mint = async () => (await sandbox.control.mintToken()).token
    const credentials = { authToken: await mint() }
    const input = { app: 'heroku', method: 'auth-token', name: `c-${randomUUID()}`, credentials }
    const { id } = z.object({ id: z.uuid() }).parse(await call(services, admin, 'appConnections.create', input))
    await sandbox.control.clearRequests()
    await slow('/account')
    const change = { app: 'heroku', connectionId: id, credentials: { authToken: await mint() } }
    const changed = call(services, admin, 'appConnections.update', change)
    await reached('/account')
    await becomes(id, failing)
    await changed
    expect(await test().row(id)).toMatchObject({ health: 'healthy', version: 2 })
    expect(await notices(id)).toEqual(['connection.recovered'])
  })

  it('leaves the notice of a recovery by a new consent', async () => {
    const { admin, consent, finish } = test()
    const id = await test().connectEnded()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    await test().sandbox.control.clearRequests()
    await slow('/account')
    const finished = finish(admin, back)
    await reached('/account')
    // The old token is renewed before its withdrawal, after the connection was read; this renewal never ends.
    await test().sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'hang' } })
    await expect.poll(async () => (await test().refreshes()).length, { interval: 5 }).toBe(1)
    await becomes(id, failing)
    expect(await finished).toMatchObject({ outcome: 'reconnected' })
    expect(await notices(id)).toEqual(['connection.recovered'])
  })

  it('keeps the intent of a newer generation from a process that was held up with an older one', async () => {
    const { services, organization } = test()
    const id = await test().connect()
    await becomes(id, { seal_revision: 2 })
    const turn = (sealRevision: number, turnMs: number): Promise<RefreshTurn | undefined> =>
      takeRefreshTurn(
        services.db,
        { connectionId: id, orgId: organization.id, owner: randomUUID(), sealRevision },
        turnMs,
      )
    expect(await turn(2, 1)).toMatchObject({ sealRevision: 2, uncertain: false })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await turn(1, 1)).toBeUndefined()
    expect(await turn(2, 1)).toMatchObject({ sealRevision: 2, uncertain: true })
  })
})

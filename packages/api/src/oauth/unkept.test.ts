import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { beforeEach, describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'

const session = '/oauth/sessions/~'
const notWithdrawn = expect.stringMatching(/^not withdrawn, because: \S/)

describe.each(engines)('a grant on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const fault = (effect: FaultInput['effect'], times: number | null = 1, path = session) =>
    test().sandbox.control.setFault({ path, times, effect })
  const asked = async () => (await test().sandbox.control.requests()).filter(({ path }) => path === session).length
  async function upstream(id: string | null) {
    const events = await test()
      .services.db.selectFrom('audit_events')
      .select(['outcome', 'detail'])
      .where('action', '=', 'appConnections.revokeUpstream')
      .where('target_id', id === null ? 'is' : '=', id)
      .execute()
    return events.map(({ outcome, detail }) => [outcome, detail.upstream])
  }

  beforeEach(() => test().sandbox.control.setSwitches({ oauthScope: 'any' }))

  it.each([
    ['is withdrawn', 0, ['success', 'revoked']],
    ['is audited as not withdrawn where that fails', null, ['failed', notWithdrawn]],
  ])('that was just given and cannot be stored %s', async (_title, times, event) => {
    const { admin, consent, finish, services, organization } = test()
    const id = await test().connect()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    await test().sandbox.control.clearRequests()
    await fault({ kind: 'latency', ms: 400 }, 1, '/oauth/token')
    if (times === null) await fault({ kind: 'status', status: 503 }, null)
    const finishing = finish(admin, back)
    await expect.poll(async () => (await test().sandbox.control.requests()).length, { interval: 5 }).toBe(1)
    await services.db.updateTable('connections').set({ deleted_at: new Date() }).where('id', '=', id).execute()
    expect(await finishing).toEqual({ outcome: 'not_allowed', orgId: organization.id })
    expect(await asked()).toBe(times === null ? 2 : 1)
    expect(await upstream(id)).toEqual([event])
  })

  it('that was stored is not withdrawn because something fails after that', async () => {
    const { admin, connect, consent, finish, apps, row, database } = test()
    const id = await connect()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    await database.pool.query(
      "alter table audit_events add constraint unwritable check (action <> 'appConnections.revokeUpstream') not valid",
    )
    await expect(finish(admin, back)).rejects.toThrow('unwritable')
    await database.pool.query('alter table audit_events drop constraint unwritable')
    expect(await asked()).toBe(1)
    expect(await row(id)).toMatchObject({ version: 2 })
    expect(await apps(id)).toContain('note-g')
  })

  it('that was just given for a project that is gone is withdrawn, and refused', async () => {
    const { admin, consent, finish, services, organization } = test()
    const input = { purpose: 'create', name: `c-${randomUUID()}`, projectId: organization.projectId }
    const back = await consent(admin, input)
    await fault({ kind: 'latency', ms: 400 }, 1, '/oauth/token')
    await test().sandbox.control.clearRequests()
    const finishing = finish(admin, back)
    await expect.poll(async () => (await test().sandbox.control.requests()).length, { interval: 5 }).toBe(1)
    await services.db.deleteFrom('memberships').where('project_id', '=', organization.projectId).execute()
    await services.db.deleteFrom('projects').where('id', '=', organization.projectId).execute()
    expect(await finishing).toMatchObject({ outcome: 'not_allowed' })
    expect(await asked()).toBe(1)
    expect(await upstream(null)).toEqual([['success', 'revoked']])
  })
})

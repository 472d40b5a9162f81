import { randomUUID } from 'node:crypto'
import { liveGrantsFor } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { grantsPageSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { grantPlace } from '../../test/grants.ts'
import { eventsOf } from '../../test/organization.ts'
import { useServices } from '../../test/services.ts'

const withId = z.object({ id: z.string() })
const nextHour = () => new Date(Date.now() + 3_600_000).toISOString()

describe.each(engines)('grants on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  const place = (inProject = false) => grantPlace(test(), inProject)
  const appName = () => `app-${randomUUID().slice(0, 8)}`

  it('are made, read, listed, changed and ended as one object, each write with its event', async () => {
    const { organization, admin, holder, connectionId, make, act } = await place()
    const given = { actions: ['config-vars:write'], keys: ['A', 'B_*', 'A'], usesLeft: 5, expiresAt: nextHour() }
    const made = await make(admin, given)
    expect(made).toMatchObject({
      connectionId,
      app: 'heroku',
      subject: { type: 'person', id: holder.id, name: 'Ada' },
      actions: ['config-vars:write'],
      apps: null,
      keys: ['A', 'B_*'],
      expiresAt: given.expiresAt,
      usesLeft: 5,
      changesPerDay: null,
      parentId: null,
      createdBy: { type: 'person', id: admin.id },
      endedAt: null,
      live: true,
    })
    const ref = { grantId: made.id }
    expect(await act(admin, 'get', ref)).toEqual(made)
    expect(await act(holder, 'get', ref)).toEqual(made)
    const changed = await act(admin, 'update', { ...ref, actions: ['config-vars:read'], usesLeft: null })
    expect(changed).toEqual({ ...made, actions: ['config-vars:read'], usesLeft: null })
    expect(await act(admin, 'update', ref)).toEqual(changed)
    expect(await act(admin, 'list')).toEqual({ grants: [changed] })
    const ended = await act(admin, 'end', ref)
    expect(ended).toMatchObject({ id: made.id, live: false, endedAt: expect.any(String) })
    expect(await act(holder, 'list')).toEqual({ grants: [ended] })
    const events = (await eventsOf(test().services, organization.id)).filter(({ action }) =>
      action.startsWith('grants'),
    )
    const target = `grant ${made.id}`
    const shared = { actor: admin.id, outcome: 'success', target, projectId: null }
    expect(events).toMatchObject([
      { ...shared, action: 'grants.create', detail: { connectionId, app: 'heroku', ...given, keys: ['A', 'B_*'] } },
      { ...shared, action: 'grants.update', detail: { changed: ['actions', 'usesLeft'], usesLeft: null } },
      { ...shared, action: 'grants.update', detail: { changed: [] } },
      { ...shared, action: 'grants.end', detail: { children: [] } },
    ])
    for (const verb of ['update', 'end'] as const) {
      expect(await (await place()).refused(admin, verb, ref)).toMatchObject({ status: 404 })
    }
  })

  it('keep the id of an app that was named: a new app under its old name is another one', async () => {
    const { admin, make, act, atPlatform } = await place()
    const name = appName()
    const first = withId.parse(await atPlatform('POST', '/apps', { name }))
    const made = await make(admin, { apps: [name, first.id] })
    expect(made.apps).toEqual([{ id: first.id, name }])
    await atPlatform('DELETE', `/apps/${name}`)
    const second = withId.parse(await atPlatform('POST', '/apps', { name }))
    expect(await act(admin, 'get', { grantId: made.id })).toMatchObject({ apps: [{ id: first.id }] })
    expect(await act(admin, 'update', { grantId: made.id, usesLeft: 3 })).toMatchObject({ apps: [{ id: first.id }] })
    // Named again, it is the one of now.
    const again = await act(admin, 'update', { grantId: made.id, apps: [name] })
    expect(again).toMatchObject({ apps: [{ id: second.id, name }] })
  })

  it('are refused with every mistake at its field, and the platform is not asked for nothing', async () => {
    const { organization, admin, holder, refused } = await place()
    const subject = { type: 'person', id: holder.id }
    const strange = { subject, actions: ['apps:read', 'config:write'], expiresAt: '2020-01-01T00:00:00Z' }
    expect(await refused(admin, 'create', strange)).toEqual({
      status: 422,
      code: 'validationFailed',
      mistakes: {
        'actions.1': expect.stringMatching(/^There is no action config:write. Close ones: .*config-vars:write/),
        expiresAt: 'must be in the future',
      },
    })
    const keys = await refused(admin, 'create', { subject, actions: ['logs:read'], keys: ['A'] })
    expect(keys.mistakes).toEqual({ keys: expect.stringContaining('about named values') })
    expect((await eventsOf(test().services, organization.id)).map(({ action }) => action)).not.toContain(
      'appConnections.apps',
    )
    const apps = await refused(admin, 'create', { subject, actions: ['apps:read'], apps: ['none-such'] })
    expect(apps.mistakes).toEqual({ 'apps.0': expect.stringContaining('none-such') })
    const stranger = await (await place()).holder
    for (const id of [stranger.id, randomUUID()]) {
      const unknown = await refused(admin, 'create', { subject: { type: 'person', id }, actions: ['apps:read'] })
      expect(unknown.mistakes).toEqual({ 'subject.id': 'No person of that id may read the connection' })
    }
    const outsider = await organization.person({ organization: 'no-access' })
    const blind = { subject: { type: 'person', id: outsider.id }, actions: ['apps:read'] }
    expect(await refused(admin, 'create', blind)).toMatchObject({ status: 422 })
    for (const input of [{ actions: [] }, { keys: [] }, { apps: [] }, { keys: ['A B'] }, { usesLeft: 0 }]) {
      expect(await refused(admin, 'create', { subject, actions: ['apps:read'], ...input })).toMatchObject({
        status: 422,
      })
    }
  })

  it('are not for a platform that cannot be used through them', async () => {
    const { services } = test()
    const { admin, holder, connectionId, refused } = await place()
    await services.db
      .updateTable('connections')
      .set({ app: 'render', method: 'api-key' })
      .where('id', '=', connectionId)
      .execute()
    const input = { app: 'render', subject: { type: 'person', id: holder.id }, actions: ['apps:read'] }
    expect(await refused(admin, 'create', input)).toMatchObject({ status: 400, code: 'noGrants' })
  })

  it('are made by admins of the scope, also to themselves, and by nobody else', async () => {
    for (const inProject of [false, true]) {
      const { organization, admin, holder, connectionId, botId, make, act, refused } = await place(inProject)
      const own = await make(admin, { subject: { type: 'person', id: admin.id } })
      const ofBot = await make(admin, { subject: { type: 'identity', id: botId }, actions: ['logs:read'] })
      expect(ofBot.subject).toEqual({ type: 'identity', id: botId, name: 'deploy' })
      expect(await liveGrantsFor(test().services.db, organization.id, connectionId, admin)).toMatchObject([
        { id: own.id },
      ])
      const subject = { type: 'person', id: holder.id }
      const denied = { status: 403, code: 'denied' }
      expect(await refused(holder, 'create', { subject, actions: ['apps:read'] })).toMatchObject(denied)
      // What others hold is not known to whoever is no admin.
      for (const verb of ['get', 'update', 'end'] as const) {
        expect(await refused(holder, verb, { grantId: own.id })).toMatchObject({ status: 404, code: 'unknownGrant' })
      }
      expect(await act(holder, 'list')).toEqual({ grants: [] })
      const held = await make(admin)
      for (const verb of ['update', 'end'] as const) {
        expect(await refused(holder, verb, { grantId: held.id })).toMatchObject(denied)
      }
    }
  })

  it('add up: each of a holder’s is given to whoever decides', async () => {
    const { organization, admin, holder, connectionId, make, act } = await place()
    const made = [await make(admin), await make(admin, { actions: ['config-vars:read'], keys: ['A'] })]
    const live = () => liveGrantsFor(test().services.db, organization.id, connectionId, holder)
    expect((await live()).map(({ id }) => id)).toEqual(made.map(({ id }) => id))
    const pages = grantsPageSchema.parse(await act(admin, 'list', { limit: 1 }))
    expect(pages.grants.map(({ id }) => id)).toEqual([made[1]?.id])
    expect(await act(admin, 'list', { cursor: pages.nextCursor })).toEqual({ grants: [made[0]] })
  })

  it('are made and changed by a person who has just given their password', async () => {
    const { admin, holder, make, refused } = await place()
    const { id: grantId } = await make(admin)
    const late = { ...admin, proved: false }
    const input = { subject: { type: 'person', id: holder.id }, actions: ['apps:read'] }
    const denied = { status: 403, code: 'freshSignInNeeded' }
    expect(await refused(late, 'create', input)).toMatchObject(denied)
    expect(await refused(late, 'update', { grantId, usesLeft: 5 })).toMatchObject(denied)
  })

  it('are at most ten thousand of a connection, of which the ended are none', async () => {
    const { admin, holder, make, act, refused } = await place()
    const { id: grantId } = await make(admin)
    await test().database.pool.query(
      `insert into grants (id, org_id, connection_id, person_id, makers, actions)
        select gen_random_uuid(), org_id, connection_id, person_id, makers, actions
        from grants, generate_series(2, 10000) where id = $1`,
      [grantId],
    )
    const input = { subject: { type: 'person', id: holder.id }, actions: ['apps:read'] }
    expect(await refused(admin, 'create', input)).toMatchObject({ status: 400, code: 'tooManyGrants' })
    await act(admin, 'end', { grantId })
    expect(await make(admin)).toMatchObject({ live: true })
  })

  it('are made once for a key, whatever became of them since', async () => {
    const { admin, make, act } = await place()
    const idempotencyKey = randomUUID()
    const [first, second] = [await make(admin, { idempotencyKey }), await make(admin, { idempotencyKey })]
    expect(second).toEqual(first)
    expect(await act(admin, 'list')).toEqual({ grants: [first] })
    await expect(make(admin, { idempotencyKey, usesLeft: 1 })).rejects.toMatchObject({
      cause: { code: 'keyUsedWithOtherBody' },
    })
  })

  it('expire by the database’s clock, whatever the process believes', async () => {
    const { services } = test()
    const { admin, make, act } = await place()
    const made = await make(admin, { expiresAt: nextHour() })
    await services.db
      .updateTable('grants')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('id', '=', made.id)
      .execute()
    expect(await act(admin, 'get', { grantId: made.id })).toMatchObject({ live: false, endedAt: null })
    // It can be brought back by a later end.
    expect(await act(admin, 'update', { grantId: made.id, expiresAt: null })).toMatchObject({ live: true })
  })
})

import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { grantsPageSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { grantPlace } from '../../test/grants.ts'
import { useServices } from '../../test/services.ts'

const nextHour = () => new Date(Date.now() + 3_600_000).toISOString()

describe.each(engines)('the children of grants on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  const place = () => grantPlace(test())
  const appName = () => `app-${randomUUID().slice(0, 8)}`

  it('are made by the holder of their parent, are no wider, and end with it', async () => {
    const { admin, holder, botId, make, act, refused, atPlatform } = await place()
    const names = [appName(), appName()]
    for (const name of names) await atPlatform('POST', '/apps', { name })
    const expiresAt = nextHour()
    const parent = await make(admin, {
      actions: ['config-vars:read', 'config-vars:write', 'logs:read'],
      apps: [names[0]],
      keys: ['A', 'B_*'],
      expiresAt,
      usesLeft: 10,
      changesPerDay: 3,
    })
    const subject = { type: 'identity', id: botId }
    const base = { subject, parentId: parent.id, actions: ['config-vars:read'] }
    const child = await make(holder, { ...base, keys: ['B_C', 'B_D_*'], usesLeft: 10, changesPerDay: 1 })
    expect(child).toMatchObject({ parentId: parent.id, createdBy: { id: holder.id }, apps: parent.apps, expiresAt })
    expect(await make(holder, base)).toMatchObject({ apps: parent.apps, keys: parent.keys, usesLeft: null })
    const later = new Date(Date.parse(expiresAt) + 1).toISOString()
    const wider = { ...base, actions: ['logs:read', 'apps:read'], keys: ['AB', 'B*', 'B_'], expiresAt: later }
    const mistakes = ['actions.1', 'keys.0', 'keys.1', 'expiresAt', 'usesLeft', 'changesPerDay']
    // Keys need an action that is about named values.
    const input = { ...wider, actions: ['config-vars:read', 'apps:read'], usesLeft: 11, changesPerDay: 4 }
    expect(Object.keys((await refused(holder, 'create', input)).mistakes).toSorted()).toEqual(mistakes.toSorted())
    const other = await refused(holder, 'create', { ...base, apps: [names[1]] })
    expect(other.mistakes).toEqual({ 'apps.0': `The parent grant does not reach ${names[1]}` })
    // The holder of the child may go on from it, and no further.
    expect(await refused(holder, 'create', { ...base, parentId: child.id })).toMatchObject({ status: 403 })
    expect(await refused(holder, 'update', { grantId: child.id, usesLeft: 1 })).toMatchObject({ status: 403 })
    expect(await act(holder, 'end', { grantId: child.id })).toMatchObject({ live: false })
    const second = await make(holder, base)
    await act(admin, 'end', { grantId: parent.id })
    expect(await act(holder, 'get', { grantId: second.id })).toMatchObject({ live: false, endedAt: expect.any(String) })
    expect(await refused(holder, 'create', base)).toMatchObject({ status: 409, code: 'grantEnded' })
    expect(await refused(admin, 'update', { grantId: second.id, usesLeft: 1 })).toMatchObject({ code: 'grantEnded' })
    expect(await refused(admin, 'end', { grantId: second.id })).toMatchObject({ status: 409, code: 'grantEnded' })
  })

  it('end where they allow more than their parent does once it is narrowed, and are kept within it', async () => {
    const { admin, holder, make, act, refused } = await place()
    const actions = ['config-vars:write', 'logs:read']
    const parent = await make(admin, { actions, keys: ['A', 'B'] })
    const child = (change: object) => make(holder, { parentId: parent.id, ...change })
    const narrow = await child({ actions: ['config-vars:write'], keys: ['A'] })
    const wide = await child({ actions: ['config-vars:write'], keys: ['A', 'B'] })
    const below = await make(holder, { parentId: wide.id, actions: ['config-vars:write'], keys: ['A'] })
    await act(admin, 'update', { grantId: parent.id, keys: ['A'] })
    const live = async () =>
      grantsPageSchema
        .parse(await act(admin, 'list'))
        .grants.filter((grant) => grant.live)
        .map(({ id }) => id)
    expect((await live()).toSorted()).toEqual([parent.id, narrow.id].toSorted())
    expect(await act(admin, 'get', { grantId: below.id })).toMatchObject({ endedAt: expect.any(String) })
    const wider = await refused(admin, 'update', { grantId: narrow.id, keys: ['A', 'B'] })
    expect(wider.mistakes).toEqual({ 'keys.1': 'The parent grant does not allow B' })
    expect(await act(admin, 'update', { grantId: narrow.id, usesLeft: 4 })).toMatchObject({ usesLeft: 4, live: true })
  })

  it('have children of their own, five generations in all', async () => {
    const { admin, make, refused } = await place()
    const subject = { type: 'person', id: admin.id }
    let parent = await make(admin, { subject })
    for (let generation = 2; generation <= 5; generation += 1)
      parent = await make(admin, { subject, parentId: parent.id })
    const sixth = await refused(admin, 'create', { subject, parentId: parent.id, actions: ['apps:read'] })
    expect(sixth.mistakes).toEqual({ parentId: expect.stringContaining('5') })
  })
})

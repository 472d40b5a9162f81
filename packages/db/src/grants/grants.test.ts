import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import {
  connectionRow,
  eventRow,
  newIdentity,
  newOrganization,
  newPerson,
  newProject,
  newToken,
} from '../../test/rows.ts'
import { insertConnection } from '../connections/insert.ts'
import { deleteMemberships, type MemberRef, upsertMembership } from '../organizations/memberships.ts'
import { selectStanding } from '../system/standing-uses.ts'
import { sweep } from '../system/sweep.ts'
import { type OrgId, orgIdOf } from '../tables/org-id.ts'
import { endGrants, insertGrant, updateGrant } from './change.ts'
import { countUse } from './count.ts'
import { selectChildren, selectGrant, selectGrants } from './read.ts'
import { liveGrantsFor } from './use.ts'

type Change = Partial<Parameters<typeof insertGrant>[1]>

describe.each(engines)('grants on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely
  let orgId: OrgId
  let projectId: string
  let connectionId: string
  let admin: string
  let bot: string
  let tokenId: string
  beforeAll(async () => {
    orgId = await newOrganization(kysely())
    projectId = await newProject(kysely(), orgId)
    admin = (await newPerson(kysely())).id
    bot = (await newIdentity(kysely(), orgId)).id
    for (const place of [null, projectId]) {
      await give({ personId: admin }, place, 'admin')
      await give({ identityId: bot }, place, 'member')
    }
    connectionId = await newConnection()
    tokenId = await newToken(kysely(), orgId, bot)
  })

  const give = (member: MemberRef, place: string | null, role: string) =>
    upsertMembership(kysely(), { id: randomUUID(), orgId, projectId: place, member, role })
  async function newConnection(project_id: string | null = null): Promise<string> {
    const row = connectionRow(orgId, { name: randomUUID(), project_id })
    return (await insertConnection(kysely(), row, eventRow(orgId, 'create'))).id
  }
  async function grant(change: Change = {}): Promise<string> {
    const id = randomUUID()
    await insertGrant(kysely(), {
      id,
      org_id: orgId,
      connection_id: connectionId,
      project_id: null,
      person_id: null,
      identity_id: bot,
      makers: [admin],
      parent_id: null,
      actions: ['apps:read'],
      resources: null,
      keys: null,
      expires_at: null,
      uses_left: null,
      changes_per_day: null,
      changes_on: null,
      ended_at: null,
      ...change,
    })
    return id
  }
  const live = async (connection = connectionId, holder = bot) =>
    (await liveGrantsFor(kysely(), orgId, connection, { id: holder })).map(({ id }) => id)
  async function spend(ids: string[], change = false, org = orgId): Promise<boolean> {
    const { grants } = await selectStanding(kysely(), { grantIds: ids, tokenIds: [] })
    const judged = ids.map((id) => ({ id, terms: grants.get(id) ?? '' }))
    return (await countUse(kysely(), org, { grants: judged, tokenId, change })) === 'counted'
  }
  const read = (id: string, connection = connectionId) => selectGrant(kysely(), { orgId, connectionId: connection }, id)
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000)

  it('are read with their holder and maker under their present names', async () => {
    const connection = await newConnection()
    const resources = [{ id: randomUUID(), name: 'shop' }]
    const change = { connection_id: connection, resources: JSON.stringify(resources), keys: ['A_*'] }
    const first = await grant({ ...change, expires_at: inSeconds(3_600) })
    const second = await grant({ connection_id: connection, identity_id: null, person_id: admin, makers: [bot, admin] })
    expect(await read(first, connection)).toMatchObject({
      subject: { type: 'identity', id: bot, name: 'deploy' },
      createdBy: { type: 'person', id: admin, name: 'Ada' },
      resources,
      keys: ['A_*'],
      endedAt: null,
      live: true,
    })
    expect(await read(second, connection)).toMatchObject({
      subject: { type: 'person', id: admin },
      createdBy: { type: 'identity', id: bot, name: 'deploy' },
    })
    expect(await read(first)).toBeUndefined()
    const other = await newOrganization(kysely())
    expect(await selectGrant(kysely(), { orgId: other, connectionId: connection }, first)).toBeUndefined()
    expect(await liveGrantsFor(kysely(), other, connection, { id: bot })).toEqual([])
    expect(await spend([first], false, other)).toBe(false)
  })

  it('are listed newest first and by pages, and of a member those that they hold and the children of these', async () => {
    const connection_id = await newConnection()
    const ofAdmin = { connection_id, identity_id: null, person_id: admin }
    const first = await grant({ connection_id })
    const ids = [first, await grant(ofAdmin), await grant({ ...ofAdmin, parent_id: first })]
    const list = async (more = {}) => selectGrants(kysely(), { orgId, connectionId: connection_id, limit: 10, ...more })
    const all = await list()
    expect(all.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect(all.map(({ createdAt }) => createdAt.getTime())).toEqual(
      all.map(({ createdAt }) => createdAt.getTime()).toSorted((a, b) => b - a),
    )
    const page = await list({ limit: 2 })
    const last = page[1]
    const rest = await list({ after: last && { at: last.createdAt, id: last.id } })
    expect([...page, ...rest]).toEqual(all)
    expect((await list({ memberId: bot })).map(({ id }) => id).toSorted()).toEqual([ids[0], ids[2]].toSorted())
    expect((await list({ memberId: admin })).map(({ id }) => id).toSorted()).toEqual([ids[1], ids[2]].toSorted())
    expect(all.map(({ parentHolderId }) => parentHolderId).filter(Boolean)).toEqual([bot])
    expect((await selectChildren(kysely(), orgId, first)).map(({ id }) => id)).toEqual([ids[2]])
    expect(await list({ memberId: randomUUID() })).toEqual([])
  })

  it('add up: all that are live are given, with what is left of each and of its ancestors', async () => {
    const connection_id = await newConnection()
    const expires_at = inSeconds(60)
    const parent = await grant({ connection_id, uses_left: 3, changes_per_day: 1, expires_at })
    const child = await grant({ connection_id, parent_id: parent, uses_left: 5, actions: ['logs:read'] })
    const other = await grant({ connection_id, actions: ['dynos:restart'] })
    const found = await liveGrantsFor(kysely(), orgId, connection_id, { id: bot })
    expect(found.map(({ id }) => id).toSorted()).toEqual([parent, child, other].toSorted())
    expect(found.find(({ id }) => id === child)).toEqual({
      id: child,
      actions: ['logs:read'],
      resources: null,
      keys: null,
      expiresAt: expires_at,
      usesLeft: 3,
      lease: null,
      changesLeft: 1,
      terms: expect.any(String),
    })
    expect(found.find(({ id }) => id === other)).toMatchObject({ expiresAt: null, usesLeft: null, changesLeft: null })
  })

  it('have other terms where what they allow has changed, and stand with them until they end', async () => {
    const connection_id = await newConnection()
    const id = await grant({ connection_id, actions: ['logs:read'], uses_left: 1 })
    const termsNow = async () => (await liveGrantsFor(kysely(), orgId, connection_id, { id: bot }))[0]?.terms
    const standing = async () => (await selectStanding(kysely(), { grantIds: [id], tokenIds: [] })).grants.get(id)
    const before = await termsNow()
    expect(await standing()).toBe(before)
    await kysely().updateTable('grants').set({ uses_left: 0 }).where('id', '=', id).execute()
    expect(await standing()).toBe(before)
    const changed = { uses_left: 1, keys: ['A'] }
    await kysely().updateTable('grants').set(changed).where('id', '=', id).execute()
    expect(await termsNow()).not.toBe(before)
    expect(await standing()).toBe(await termsNow())
    await kysely().updateTable('grants').set({ ended_at: new Date() }).where('id', '=', id).execute()
    expect(await standing()).toBeUndefined()
  })

  it('expire by the database’s clock, with their children', async () => {
    const connection_id = await newConnection()
    const parent = await grant({ connection_id, expires_at: inSeconds(3_600) })
    const child = await grant({ connection_id, parent_id: parent })
    expect(await live(connection_id)).toHaveLength(2)
    await kysely()
      .updateTable('grants')
      .set({ expires_at: inSeconds(-1) })
      .where('id', '=', parent)
      .execute()
    expect(await live(connection_id)).toEqual([])
    expect(await read(child, connection_id)).toMatchObject({ live: false, endedAt: null })
    expect(await spend([child])).toBe(false)
  })

  it('end with their parent, and by no other', async () => {
    const connection_id = await newConnection()
    const parent = await grant({ connection_id })
    const child = await grant({ connection_id, parent_id: parent })
    const grandchild = await grant({ connection_id, parent_id: child })
    const other = await grant({ connection_id })
    expect(await endGrants(kysely(), orgIdOf(randomUUID()), [parent])).toEqual([])
    expect((await endGrants(kysely(), orgId, [parent])).toSorted()).toEqual([parent, child, grandchild].toSorted())
    expect(await endGrants(kysely(), orgId, [parent])).toEqual([])
    expect(await live(connection_id)).toEqual([other])
    expect((await read(grandchild, connection_id))?.endedAt).toBeInstanceOf(Date)
    expect(await updateGrant(kysely(), { orgId, id: child }, { keys: null })).toBe(false)
    expect(await updateGrant(kysely(), { orgId, id: other }, { keys: ['A'] })).toBe(true)
  })
  it('are counted by use, each with its ancestors, all or none', async () => {
    const connection_id = await newConnection()
    const parent = await grant({ connection_id, uses_left: 2 })
    const child = await grant({ connection_id, parent_id: parent, uses_left: 5 })
    const unlimited = await grant({ connection_id })
    expect(await spend([child, unlimited])).toBe(true)
    expect(await read(parent, connection_id)).toMatchObject({ usesLeft: 1 })
    expect(await read(child, connection_id)).toMatchObject({ usesLeft: 4 })
    // Both stand for the same use, which the parent counts once.
    expect(await spend([child, parent])).toBe(true)
    expect(await live(connection_id)).toEqual([unlimited])
    expect(await spend([unlimited, child])).toBe(false)
    expect(await read(child, connection_id)).toMatchObject({ usesLeft: 3 })
    expect(await spend([unlimited, randomUUID()])).toBe(false)
    expect(await spend([unlimited])).toBe(true)
    expect(await spend([])).toBe(true)
  })

  it('are counted by the changes of a day, which a use without a change leaves alone', async () => {
    const connection_id = await newConnection()
    const parent = await grant({ connection_id, changes_per_day: 2 })
    const child = await grant({ connection_id, parent_id: parent })
    const left = async () =>
      (await liveGrantsFor(kysely(), orgId, connection_id, { id: bot })).map(({ changesLeft }) => changesLeft)
    expect(await spend([child], true)).toBe(true)
    expect(await spend([child])).toBe(true)
    expect(await left()).toEqual([1, 1])
    expect(await spend([parent], true)).toBe(true)
    expect(await spend([child], true)).toBe(false)
    expect(await spend([child])).toBe(true)
    expect(await left()).toEqual([0, 0])
    // Another day, also one of a clock that was ahead.
    for (const day of ['2020-01-01', '2999-01-01']) {
      await kysely().updateTable('grants').set({ changes_on: day }).where('id', '=', parent).execute()
      expect(await left()).toEqual([2, 2])
      expect(await spend([child], true)).toBe(true)
      expect(await left()).toEqual([1, 1])
    }
  })

  it('are never counted below nothing by uses that meet', async () => {
    const connection_id = await newConnection()
    const parent = await grant({ connection_id, uses_left: 7 })
    const children = [
      await grant({ connection_id, parent_id: parent, uses_left: 100 }),
      await grant({ connection_id, parent_id: parent, changes_per_day: 100 }),
    ]
    const spent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => spend(n % 2 === 0 ? children : children.toReversed(), true)),
    )
    expect(spent.filter(Boolean)).toHaveLength(7)
    expect(await read(parent, connection_id)).toMatchObject({ usesLeft: 0 })
    expect(await read(children[0] ?? '', connection_id)).toMatchObject({ usesLeft: 93 })
    const changes = await kysely()
      .selectFrom('grants')
      .select('changes')
      .where('id', '=', children[1] ?? '')
      .execute()
    expect(changes).toEqual([{ changes: 7 }])
  })

  it('end with the membership of their holder and of their maker in the scope of the connection', async () => {
    const inProject = await newConnection(projectId)
    const inOrganization = await newConnection()
    for (const [left, leaves] of [
      ['holder', 'project'],
      ['maker', 'project'],
      ['holder', 'organization'],
      ['maker', 'organization'],
    ] as const) {
      const person = { personId: (await newPerson(kysely())).id }
      await give(person, null, 'member')
      await give(person, projectId, 'admin')
      const change =
        left === 'holder' ? { identity_id: null, person_id: person.personId } : { makers: [person.personId] }
      const there = await grant({ connection_id: inProject, project_id: projectId, ...change })
      const child = await grant({ connection_id: inProject, project_id: projectId, parent_id: there })
      const here = await grant({ connection_id: inOrganization, ...change })
      await deleteMemberships(kysely(), orgId, leaves === 'project' ? projectId : null, person)
      expect(await read(there, inProject), `${left} leaves ${leaves}`).toBeUndefined()
      expect(await read(child, inProject)).toBeUndefined()
      expect((await read(here, inOrganization)) === undefined).toBe(leaves === 'organization')
    }
  })

  it('are listed for 30 days after their end, and then deleted with their children', async () => {
    const connection_id = await newConnection()
    const daysAgo = (days: number) => inSeconds(-days * 86_400)
    await grant({ connection_id, parent_id: await grant({ connection_id, expires_at: daysAgo(31) }) })
    await grant({ connection_id, ended_at: daysAgo(31), expires_at: inSeconds(60) })
    const kept = [
      await grant({ connection_id, ended_at: daysAgo(29), expires_at: daysAgo(1) }),
      await grant({ connection_id, expires_at: daysAgo(29) }),
      await grant({ connection_id }),
    ]
    await sweep(kysely(), 365)
    const left = await selectGrants(kysely(), { orgId, connectionId: connection_id, limit: 10 })
    expect(left.map(({ id }) => id).toSorted()).toEqual(kept.toSorted())
  })

  it('are for members of the scope alone, and of one connection with their parent', async () => {
    const stranger = (await newPerson(kysely())).id
    await expect(grant({ identity_id: null, person_id: stranger })).rejects.toThrow(/foreign key/)
    await expect(grant({ makers: [stranger] })).rejects.toThrow(/foreign key/)
    await expect(grant({ makers: [] })).rejects.toThrow(/null/)
    const parent = await grant()
    await expect(grant({ connection_id: await newConnection(), parent_id: parent })).rejects.toThrow(/foreign key/)
  })
})

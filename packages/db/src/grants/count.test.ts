import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, eventRow, newIdentity, newOrganization, newToken } from '../../test/rows.ts'
import { insertConnection } from '../connections/insert.ts'
import { upsertMembership } from '../organizations/memberships.ts'
import type { OrgId } from '../tables/org-id.ts'
import { insertGrant } from './change.ts'
import { countUse, type GrantUse } from './count.ts'
import { liveGrantsFor } from './use.ts'

describe.each(engines)('a use of grants on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const db = () => database().kysely
  let orgId: OrgId
  let identityId: string
  let use: GrantUse
  let connectionId: string

  beforeAll(async () => {
    orgId = await newOrganization(db())
    identityId = (await newIdentity(db(), orgId)).id
    const member = { identityId }
    await upsertMembership(db(), { id: randomUUID(), orgId, projectId: null, member, role: 'admin' })
  })

  async function begin(): Promise<void> {
    connectionId = (await insertConnection(db(), connectionRow(orgId, { name: randomUUID() }), eventRow(orgId, 'made')))
      .id
    await insertGrant(db(), {
      ...{
        id: randomUUID(),
        org_id: orgId,
        connection_id: connectionId,
        identity_id: identityId,
        makers: [identityId],
      },
      ...{ actions: ['apps:read'], resources: null, keys: null, uses_left: 5, changes_per_day: 5 },
    })
    const [grant] = await liveGrantsFor(db(), orgId, connectionId, { id: identityId })
    if (grant === undefined) throw new Error('no grant')
    use = { grants: [grant], tokenId: await newToken(db(), orgId, identityId), change: true }
  }

  /** What was counted of a use with an event, what is left of its grant, and whether the event is there. */
  async function counted(): Promise<unknown[]> {
    const event = eventRow(orgId, 'appConnections.use')
    const result = await countUse(db(), orgId, use, event)
    const grants = await db().selectFrom('grants').selectAll().where('connection_id', '=', connectionId).execute()
    const events = await db().selectFrom('audit_events').selectAll().where('id', '=', event.id).execute()
    if (events.length > 0) expect(events).toEqual([{ ...event, detail: JSON.parse(String(event.detail)) }])
    return [result, grants[0]?.uses_left, grants[0]?.changes, events.length]
  }

  it('is counted and stored together', async () => {
    await begin()
    expect(await counted()).toEqual(['counted', 4, 1, 1])
    use = { ...use, change: false }
    expect(await counted()).toEqual(['counted', 3, 1, 1])
    use = { ...use, grants: [] }
    expect(await counted()).toEqual(['counted', 3, 1, 1])
  })

  it.each([
    ['the token has ended', 'no token', () => db().deleteFrom('access_tokens').where('id', '=', use.tokenId)],
    ['the grant has ended', 'no grant', () => grants().set({ ended_at: new Date() })],
    ['the grant has other terms', 'no grant', () => grants().set({ keys: ['A'] })],
    ['the connection is deleted', 'no grant', () => connections().set({ deleted_at: new Date() })],
  ])('is neither where %s', async (_words, result, change) => {
    await begin()
    await change().execute()
    expect(await counted()).toEqual([result, 5, 0, 0])
    expect(await countUse(db(), orgId, use)).toBe(result)
  })

  const grants = () => db().updateTable('grants').where('connection_id', '=', connectionId)
  const connections = () => db().updateTable('connections').where('id', '=', connectionId)

  it('is neither where the event cannot be stored', async () => {
    await begin()
    const event = eventRow(orgId, 'appConnections.use')
    await db().insertInto('audit_events').values(event).execute()
    await expect(countUse(db(), orgId, use, event)).rejects.toThrow(/duplicate/)
    use = { ...use, change: false }
    expect(await counted()).toEqual(['counted', 4, 0, 1])
  })
})

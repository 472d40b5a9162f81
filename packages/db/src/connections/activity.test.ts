import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, eventRow, newIdentity, newOrganization, newPerson, newProject } from '../../test/rows.ts'
import { insertAuditEvent, type NewAuditEvent } from '../audit/events.ts'
import { forgetDays } from '../system/days.ts'
import type { OrgId } from '../tables/org-id.ts'
import { type ActionKinds, changesOf, selectChanges, selectDays, selectUsers } from './activity.ts'
import { recordCheck } from './checks.ts'
import { eraseDeletedOfProject } from './erase.ts'
import { insertConnection } from './insert.ts'

/** The actions that the index of changes holds, and those of renewals and uses. */
const kinds: ActionKinds = {
  change: ['create', 'update', 'reconnect', 'remove', 'restore', 'revokeUpstream', 'erase'].map(
    (verb) => `appConnections.${verb}`,
  ),
  renewal: ['appConnections.refresh'],
  use: ['appConnections.apps'],
}

describe.each(engines)('the history of a connection on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely

  async function connection(project_id: string | null = null, org?: OrgId) {
    const orgId = org ?? (await newOrganization(kysely()))
    const row = connectionRow(orgId, { project_id, name: `c-${randomUUID()}` })
    await insertConnection(kysely(), row, { ...eventRow(orgId, 'unrelated'), target_id: null })
    return { orgId, id: row.id }
  }
  const event = (of: { orgId: OrgId; id: string }, action: string, more: Partial<NewAuditEvent> = {}) =>
    insertAuditEvent(kysely(), { ...eventRow(of.orgId, action), target_id: of.id, ...more })

  it('has 30 days in UTC, the oldest first, and counts each event and check to its own', async () => {
    const of = await connection()
    const other = await connection(null, of.orgId)
    const until = new Date('2026-03-02T00:30:00.000Z')
    const on = (day: string, time = '12:00:00.000Z') => ({ at: new Date(`${day}T${time}`) })
    await event(of, 'appConnections.update', on('2026-03-02', '00:00:00.000Z'))
    await event(of, 'appConnections.update', on('2026-03-01', '23:59:59.999Z'))
    await event(of, 'appConnections.update', { ...on('2026-03-01'), outcome: 'denied' })
    await event(of, 'appConnections.apps', on('2026-02-01'))
    await event(of, 'appConnections.apps', on('2026-02-01'))
    await event(of, 'appConnections.apps', { ...on('2026-02-01'), outcome: 'refused' })
    await event(of, 'appConnections.apps', on('2026-01-31', '00:00:00.000Z'))
    await event(of, 'appConnections.apps', on('2026-01-30', '23:59:59.999Z'))
    await event(of, 'appConnections.refresh', on('2026-02-28'))
    await event(of, 'appConnections.refresh', { ...on('2026-02-28'), outcome: 'refused' })
    await event(other, 'appConnections.update', on('2026-03-01'))
    const check = (at: string, failed: boolean) =>
      recordCheck(kysely(), { ...of, version: 1 }, { next_check_at: until }, { counted: { at: new Date(at), failed } })
    await check('2026-02-28T23:59:59.999Z', false)
    await check('2026-02-28T00:00:00.000Z', true)
    await check('2026-03-01T00:00:00.000Z', false)
    await recordCheck(kysely(), { ...of, version: 1 }, { next_check_at: until })
    await recordCheck(
      kysely(),
      { ...of, version: 2 },
      { next_check_at: until },
      { counted: { at: until, failed: true } },
    )

    const days = await selectDays(kysely(), of, kinds, { until, days: 30 })
    expect(days).toHaveLength(30)
    expect([days[0]?.day, days[29]?.day]).toEqual(['2026-02-01', '2026-03-02'])
    const none = { checks: 0, failedChecks: 0, refreshes: 0, failedRefreshes: 0, uses: 0, failedUses: 0, changes: 0 }
    const busy = new Map([
      ['2026-02-01', { uses: 2, failedUses: 1 }],
      ['2026-02-28', { checks: 2, failedChecks: 1, refreshes: 2, failedRefreshes: 1 }],
      ['2026-03-01', { checks: 1, changes: 1 }],
      ['2026-03-02', { changes: 1 }],
    ])
    expect(days).toEqual(days.map(({ day }) => ({ day, ...none, ...busy.get(day) })))
    expect(days.filter(({ day }) => busy.has(day))).toHaveLength(4)
  })

  it('names who used it, the busiest first, by the name they have today', async () => {
    const of = await connection()
    const since = new Date(Date.now() - 86_400_000)
    const person = await newPerson(kysely(), 'Ada')
    const identity = await newIdentity(kysely(), of.orgId)
    const uses = (actor_type: string, actor_id: string | null, times: number, more: Partial<NewAuditEvent> = {}) =>
      Promise.all(
        Array.from({ length: times }, () => event(of, 'appConnections.apps', { actor_type, actor_id, ...more })),
      )
    const gone = randomUUID()
    await uses('person', person.id, 2)
    await uses('identity', identity.id, 3)
    await uses('identity', gone, 1)
    await uses('person', person.id, 9, { outcome: 'refused' })
    await uses('person', person.id, 9, { at: new Date(since.getTime() - 1) })
    await event(of, 'appConnections.update', { actor_type: 'person', actor_id: person.id })
    const users = await selectUsers(kysely(), of, { since, actions: kinds.use, limit: 10 })
    expect(users).toMatchObject([
      { actorType: 'identity', actorId: identity.id, actorName: 'deploy', uses: 3 },
      { actorType: 'person', actorId: person.id, actorName: 'Ada', uses: 2 },
      { actorType: 'identity', actorId: gone, actorName: null, uses: 1 },
    ])
    expect(users.every(({ lastUsedAt }) => lastUsedAt > since)).toBe(true)
    expect(await selectUsers(kysely(), of, { since, actions: kinds.use, limit: 1 })).toHaveLength(1)
  })

  it('shows what was changed within the scopes, the newest first, and nothing that was denied', async () => {
    const orgId = await newOrganization(kysely())
    const projectId = await newProject(kysely(), orgId)
    const own = await connection(null, orgId)
    const inProject = await connection(projectId, orgId)
    const person = await newPerson(kysely(), 'Ada')
    const now = Date.now()
    const at = (seconds: number) => ({ at: new Date(now - seconds * 1000) })
    await event(own, 'appConnections.create', {
      ...at(5),
      actor_id: person.id,
      detail: JSON.stringify({ name: 'old' }),
    })
    await event(own, 'appConnections.update', { ...at(4), outcome: 'denied' })
    await event(own, 'appConnections.apps', at(3))
    await event(inProject, 'appConnections.remove', { ...at(2), project_id: projectId })
    await event(own, 'appConnections.revokeUpstream', {
      ...at(1),
      actor_type: 'system',
      actor_id: null,
      outcome: 'failed',
    })
    const scopes = { orgId, organizationLevel: true, projectIds: [projectId] }
    const since = new Date(now - 60_000)
    const filter = { scopes, since, actions: kinds.change, limit: 10 }
    const all = await selectChanges(kysely(), filter)
    expect(all).toMatchObject([
      { action: 'appConnections.revokeUpstream', outcome: 'failed', actorId: null, actorName: null },
      { action: 'appConnections.remove', connectionId: inProject.id, connectionName: 'main' },
      { action: 'appConnections.create', connectionId: own.id, connectionName: 'old', actorName: 'Ada' },
    ])
    const actions = async (...given: Parameters<typeof selectChanges>) =>
      (await selectChanges(...given)).map(({ action }) => action)
    const of = (change: Partial<typeof scopes>) => actions(kysely(), { ...filter, scopes: { ...scopes, ...change } })
    expect(await of({ organizationLevel: false })).toEqual(['appConnections.remove'])
    expect(await of({ projectIds: [] })).toHaveLength(2)
    expect(await actions(kysely(), { ...filter, since: new Date(now - 1_500) })).toHaveLength(1)
    expect(await actions(kysely(), { ...filter, limit: 2 })).toHaveLength(2)
    expect(await actions(kysely(), { ...filter, actions: ['appConnections.update'] })).toEqual([])
    expect(await of({ orgId: await newOrganization(kysely()) })).toEqual([])
  })

  it('finds changes by an index of their own, however much else is on record', async () => {
    const orgId = await newOrganization(kysely())
    await sql`
      insert into audit_events (id, org_id, at, actor_type, action, target_type, target_id, outcome, req_id, detail)
      select gen_random_uuid(), ${orgId}, now() - g * interval '1 second', 'identity', 'appConnections.apps',
        'app-connection', gen_random_uuid(), 'success', 'r', '{}' from generate_series(1, 5000) g`.execute(kysely())
    await sql`analyze audit_events`.execute(kysely())
    const scopes = { orgId, organizationLevel: true, projectIds: [randomUUID()] }
    const plan =
      await sql`explain ${changesOf({ scopes, since: new Date(0), actions: kinds.change, limit: 20 })}`.execute(
        kysely(),
      )
    expect(JSON.stringify(plan.rows)).toContain('audit_events_of_changes')
  })

  it('ends with the connection, and is forgotten after its time', async () => {
    const orgId = await newOrganization(kysely())
    const projectId = await newProject(kysely(), orgId)
    const of = await connection(projectId, orgId)
    const count = async () =>
      (await kysely().selectFrom('connection_days').select('day').where('org_id', '=', orgId).execute()).length
    for (const days of [0, 40]) {
      const counted = { at: new Date(Date.now() - days * 86_400_000), failed: false }
      await recordCheck(kysely(), { ...of, version: 1 }, { next_check_at: null }, { counted })
    }
    expect(await count()).toBe(2)
    await forgetDays(kysely(), 31, 1_000)
    expect(await count()).toBe(1)
    await kysely().updateTable('connections').set({ deleted_at: new Date() }).where('id', '=', of.id).execute()
    expect(await count()).toBe(1)
    await eraseDeletedOfProject(kysely(), orgId, projectId)
    expect(await count()).toBe(0)
  })
})

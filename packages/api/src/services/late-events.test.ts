import { randomUUID } from 'node:crypto'
import { type NewAuditEvent, type OrgId, orgIdOf } from '@app-connections/db'
import { engines, useMigratedDatabase } from '@app-connections/db/testing/engines'
import { describe, expect, it, vi } from 'vitest'
import { createAfterwards } from './afterwards.ts'
import { createLateEvents } from './late-events.ts'

describe.each(engines)('events that nobody waits for, on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const newEvent = (orgId: OrgId): NewAuditEvent => ({
    ...{
      id: randomUUID(),
      org_id: orgId,
      at: new Date(),
      actor_type: 'person',
      actor_id: randomUUID(),
      token_id: null,
    },
    ...{
      address: '192.0.2.1',
      user_agent: 'Zoë’s "agent"',
      action: 'appConnections.use',
      target_type: 'app-connection',
    },
    ...{ target_id: null, project_id: randomUUID(), outcome: 'success', req_id: 'req-1' },
    detail: JSON.stringify({ name: 'main', ms: 3 }),
  })

  it('are written together, each to its organization, as they are', async () => {
    const { kysely, pool } = database()
    const afterwards = createAfterwards((error) => {
      throw error
    }, 20)
    const events = createLateEvents(kysely, afterwards)
    const organizations = [orgIdOf(randomUUID()), orgIdOf(randomUUID())]
    const all = Array.from({ length: 1_100 }, (_, at) => newEvent(organizations[at % 2] ?? orgIdOf('')))
    const acquired = vi.fn()
    pool.on('acquire', acquired)
    for (const event of all) events.add(event)
    await afterwards.settled()
    pool.off('acquire', acquired)
    expect(acquired).toHaveBeenCalledTimes(4)
    for (const orgId of organizations) {
      const stored = await kysely.selectFrom('audit_events').selectAll().where('org_id', '=', orgId).execute()
      const own = all.filter((event) => event.org_id === orgId)
      const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
      const read = own.map((event) => ({ ...event, detail: JSON.parse(String(event.detail)) }))
      expect(stored.toSorted(byId)).toEqual(read.toSorted(byId))
    }
    events.add(newEvent(organizations[0] ?? orgIdOf('')))
    await afterwards.settled()
    const { rows } = await pool.query('select from audit_events')
    expect(rows).toHaveLength(1_101)
  })
})

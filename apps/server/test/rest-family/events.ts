import type { OrgId } from '@app-connections/db'
import { type AuditEvent, auditEventSchema } from '@app-connections/schemas'
import { expect } from 'vitest'
import * as z from 'zod'
import type { Family, Somebody } from './family.ts'

export const eventsPath = '/api/v1/audit-events'

export const eventPage = z.strictObject({
  auditEvents: z.array(z.strictObject(auditEventSchema.shape)),
  nextCursor: z.string().optional(),
})

/** The events of an organization, oldest first, as its admin reads them. */
export async function eventsOf(family: Family, as: Somebody, query = ''): Promise<AuditEvent[]> {
  const answer = await family.rest('GET', `${eventsPath}?limit=1000${query}`, { as })
  expect(answer.status, answer.text).toBe(200)
  return eventPage.parse(answer.body).auditEvents.toReversed()
}

/** An organization with a machine and a person who are admins of it and of its project. */
export async function newPlace(family: Family) {
  const organization = await family.organization()
  const admin = await organization.machine({ organization: 'admin', project: 'admin' })
  const person = await organization.person({ organization: 'admin', project: 'admin' })
  return { organization, admin, person }
}

/** Rows of events that differ only in their ids and, by a millisecond each, in their times. */
export async function insertEvents(
  family: Family,
  orgId: OrgId,
  count: number,
  change: Record<string, string | null>,
): Promise<void> {
  const row = {
    ...{
      at: new Date().toISOString(),
      actor_id: null,
      action: 'thing',
      target_id: null,
      project_id: null,
      outcome: 'success',
    },
    ...change,
  }
  await family.query(
    `insert into audit_events (id, org_id, at, actor_type, actor_id, action, target_type, target_id, project_id, outcome, req_id, detail)
     select gen_random_uuid(), $1, $2::timestamptz - n * interval '1 millisecond', 'identity', $3::uuid, $4, 'thing', $5::uuid, $6::uuid, $7, 'req-x',
       jsonb_build_object('n', n) from generate_series(0, $8::int - 1) n`,
    [orgId, row.at, row.actor_id, row.action, row.target_id, row.project_id, row.outcome, count],
  )
}

import { sql } from 'kysely'
import { insertAuditEvent, type NewAuditEvent } from '../../audit/events.ts'
import type { Queryable } from '../../engine/database.ts'
import { secondsFromNow } from '../../engine/lives.ts'
import type { ConnectionRow } from '../../tables/connections.ts'
import type { OrgId } from '../../tables/org-id.ts'
import { type HeldChange, holdConnection } from '../change.ts'
import type { RotationRef } from './begin.ts'

/**
 * Ends a rotation that has failed, with the reason, the event, and what it changes of the connection. Its credential was
 * not made (`absent`), or is to be ended at once (`ending`). False, and nothing stored, where it is not under way any
 * more.
 */
export async function failRotation(
  db: Queryable,
  { orgId, connectionId, id }: RotationRef,
  { credential, message, event }: { credential: 'absent' | 'ending'; message: string; event: NewAuditEvent },
  changeOf: (before: ConnectionRow) => HeldChange,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const before = await holdConnection(trx, { orgId, id: connectionId })
    const failed = await trx
      .updateTable('rotations')
      .set({ state: 'failed', message, ended_at: sql<Date>`date_trunc('milliseconds', now())` })
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .where('state', '=', 'under_way')
      .returning('id')
      .executeTakeFirst()
    if (before === undefined || failed === undefined) return false
    await trx
      .updateTable('rotated_credentials')
      .set({ state: credential, due_at: credential === 'absent' ? null : secondsFromNow(0), tries: 0 })
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .where('state', 'in', ['making', 'pending'])
      .execute()
    await changeAnyway(trx, before, changeOf(before))
    await insertAuditEvent(trx, event)
    return true
  })
}

/** A deleted connection may be restored, and is changed too; nobody is told of it. */
async function changeAnyway(trx: Queryable, before: ConnectionRow, { changes, notice }: HeldChange): Promise<void> {
  await trx
    .updateTable('connections')
    .set(changes)
    .where('org_id', '=', before.org_id)
    .where('id', '=', before.id)
    .execute()
  if (notice !== undefined && before.deleted_at === null) await trx.insertInto('notices').values(notice).execute()
}

/** Defers what is to be done with a credential, with the reason. False where it is in another state by now. */
export async function putOffCredential(
  db: Queryable,
  { orgId, id }: { orgId: OrgId; id: string },
  state: string,
  { seconds, reason }: { seconds: number; reason: string },
): Promise<boolean> {
  const row = await db
    .updateTable('rotated_credentials')
    .set({ due_at: secondsFromNow(seconds), reason })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', state)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Notes the id at its platform of a credential that was found by its mark. */
export async function notePlatformId(
  db: Queryable,
  { orgId, id }: { orgId: OrgId; id: string },
  platformId: string,
): Promise<void> {
  await db
    .updateTable('rotated_credentials')
    .set({ platform_id: platformId })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .execute()
}

/**
 * Ends the care for a credential, with its event: it was ended (`revoked`, `settled`), or a person has to end it
 * (`open`). False, and no event, where it is in none of the states of `from`.
 */
export async function endCredential(
  db: Queryable,
  { orgId, connectionId, id }: RotationRef,
  {
    from,
    to,
    reason,
    event,
  }: {
    from: readonly string[]
    to: 'revoked' | 'settled' | 'open'
    reason: string | null
    event: NewAuditEvent
  },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('rotated_credentials')
      .set({
        ...{ state: to, reason, due_at: null },
        // What is open may still be ended by its own token.
        ...(to === 'open'
          ? {}
          : { credentials: null, seal_revision: null, ended_at: sql<Date>`date_trunc('milliseconds', now())` }),
      })
      .where('org_id', '=', orgId)
      .where('connection_id', '=', connectionId)
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) return false
    await insertAuditEvent(trx, event)
    return true
  })
}

/** Has an open credential ended again at once, with the event. False, and no event, where it is not open. */
export async function endAgain(
  db: Queryable,
  { orgId, connectionId, id }: RotationRef,
  event: NewAuditEvent,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('rotated_credentials')
      .set({ state: 'ending', due_at: secondsFromNow(0), tries: 0 })
      .where('org_id', '=', orgId)
      .where('connection_id', '=', connectionId)
      .where('id', '=', id)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst()
    if (row !== undefined) await insertAuditEvent(trx, event)
    return row !== undefined
  })
}

import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { forgetAllowances } from './checks.ts'
import { forgetDays } from './days.ts'
import { forgetNotices } from './deliveries.ts'
import { eraseDeletedBefore } from './erase.ts'

/** How many days a deleted connection can be restored. */
export const restorableForDays = 7

/** How many days notices and their deliveries are kept. */
const noticesKeptForDays = 30

/** How many days checks are counted by day; 30 of them are shown. */
const daysKept = 31

/** How many days a grant that has ended or expired is still listed. The audit trail knows it longer. */
const endedGrantsKeptForDays = 30

/**
 * Deletes rows of every organization that are no longer needed: kept answers, ended tokens, old events. A failed
 * deletion does not stop the others; rejects with all errors.
 */
export async function sweep(db: Queryable, auditRetentionDays: number): Promise<void> {
  const failures: unknown[] = []
  for (const remove of removals(auditRetentionDays)) {
    await remove(db).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be swept', { cause: failures[0] })
}

function removals(auditRetentionDays: number): ((db: Queryable) => Promise<unknown>)[] {
  return [
    (db) => eraseDeletedBefore(db, restorableForDays),
    (db) => forgetAllowances(db),
    (db) => forgetNotices(db, noticesKeptForDays),
    (db) => forgetDays(db, daysKept),
    (db) =>
      sql`delete from grants
        where least(ended_at, expires_at) < now() - make_interval(days => ${endedGrantsKeptForDays})`.execute(db),
    (db) => sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`.execute(db),
    (db) => sql`delete from access_tokens where expires_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from invitations where expires_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from password_resets where expires_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from oauth_states where expires_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from login_failures where last_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from password_turns where last_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from wrong_passwords where since < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from ended_access_tokens where ended_at < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from auth.session where "expiresAt" < now() - interval '1 day'`.execute(db),
    (db) => sql`delete from audit_events where at < now() - make_interval(days => ${auditRetentionDays})`.execute(db),
  ]
}

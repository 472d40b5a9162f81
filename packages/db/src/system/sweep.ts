import { sql } from 'kysely'
import type { Queryable } from '../database.ts'
import { eraseDeletedBefore } from '../deleted-connections.ts'
import { forgetAllowances } from './checks.ts'
import { forgetNotices } from './deliveries.ts'

/** How long a deleted connection can be restored. */
export const restorableForDays = 7

/** How long the log of deliveries goes back. */
const noticesKeptForDays = 30

/** Removes what has outlived its use, of every organization: answers kept for repeats, ended tokens, old events. */
export async function sweep(db: Queryable, auditRetentionDays: number): Promise<void> {
  await eraseDeletedBefore(db, restorableForDays)
  await forgetAllowances(db)
  await forgetNotices(db, noticesKeptForDays)
  await sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`.execute(db)
  await sql`delete from access_tokens where expires_at < now() - interval '1 day'`.execute(db)
  await sql`delete from invitations where expires_at < now() - interval '1 day'`.execute(db)
  await sql`delete from password_resets where expires_at < now() - interval '1 day'`.execute(db)
  await sql`delete from oauth_states where expires_at < now() - interval '1 day'`.execute(db)
  await sql`delete from login_failures where last_at < now() - interval '1 day'`.execute(db)
  await sql`delete from auth.session where "expiresAt" < now() - interval '1 day'`.execute(db)
  await sql`delete from audit_events where at < now() - make_interval(days => ${auditRetentionDays})`.execute(db)
}

import { setTimeout as sleep } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { forgetDays } from './days.ts'
import { deleteSome } from './delete-some.ts'
import { eraseDeletedBefore } from './erase.ts'

/** How many days a deleted connection can be restored. */
export const restorableForDays = 7

/** How many days notices and their deliveries are kept. */
const noticesKeptForDays = 30

/** How many days checks are counted by day; 30 of them are shown. */
const daysKept = 31

/** How many days a grant that has ended or expired is still listed. The audit trail knows it longer. */
const endedGrantsKeptForDays = 30

/** How many days a plan that was carried out is kept, with what it replaced, and one that never was. */
const appliedPlansKeptForDays = 90
const plansKeptForDays = 7

/** How many days it is known what a secret was that is gone. */
const goneSecretsKeptForDays = 90

/** How many rows one statement deletes; a notice has a few deliveries, which are deleted with it. */
const batch = 1_000

/** A pause follows each statement, so many times as long as it took and at most so long, in milliseconds. */
const pauseTimes = 9
const mostPauseMs = 1_000

/** Deletes at most so many rows. Resolves with how many were deleted. */
type Remove = (db: Queryable, limit: number) => Promise<number>

/**
 * Deletes rows of every organization that are no longer needed: kept answers, ended tokens, old events. In small batches
 * with pauses, which nobody feels, until nothing is left or `signal` fires. A failed deletion does not stop the others;
 * rejects with all errors.
 */
export async function sweep(db: Queryable, auditRetentionDays: number, signal?: AbortSignal): Promise<void> {
  const failures: unknown[] = []
  for (const remove of removals(auditRetentionDays)) {
    await removeAll(db, remove, signal).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be swept', { cause: failures[0] })
}

async function removeAll(db: Queryable, remove: Remove, signal: AbortSignal | undefined): Promise<void> {
  while (signal?.aborted !== true) {
    const startedAt = performance.now()
    if ((await remove(db, batch)) < batch) return
    const ms = Math.min(pauseTimes * (performance.now() - startedAt), mostPauseMs)
    await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
}

function removals(auditRetentionDays: number): Remove[] {
  const aDay = sql`now() - interval '1 day'`
  return [
    (db, limit) => eraseDeletedBefore(db, restorableForDays, limit),
    removal('check_allowances', sql`free_at < ${aDay}`),
    removal('notices', sql`created_at < now() - make_interval(days => ${noticesKeptForDays})`),
    (db, limit) => forgetDays(db, daysKept, limit),
    removal('grants', sql`least(ended_at, expires_at) < now() - make_interval(days => ${endedGrantsKeptForDays})`),
    removal('config_plans', agedPlans),
    ...versionsOfGoneSecrets(),
    removal(
      'rotated_credentials',
      sql`coalesce(ended_at, created_at) < now() - interval '30 days' and due_at is null and state in ('revoked', 'settled', 'absent')`,
    ),
    removal(
      'leases',
      sql`coalesce(ended_at, created_at) < now() - interval '30 days' and due_at is null and state <> 'stuck'`,
    ),
    removal('idempotency_keys', sql`created_at < ${aDay}`),
    removal('access_tokens', sql`expires_at < ${aDay}`),
    removal('invitations', sql`expires_at < ${aDay}`),
    removal('password_resets', sql`expires_at < ${aDay}`),
    removal('device_logins', sql`expires_at < ${aDay}`),
    removal('personal_tokens', sql`expires_at < ${aDay}`),
    removal('oauth_states', sql`expires_at < ${aDay}`),
    removal('login_failures', sql`last_at < ${aDay}`),
    removal('password_turns', sql`last_at < ${aDay}`),
    removal('wrong_passwords', sql`since < ${aDay}`),
    removal('ended_access_tokens', sql`ended_at < ${aDay}`),
    removal('auth.session', sql`"expiresAt" < ${aDay}`),
    removal('audit_events', sql`at < now() - make_interval(days => ${auditRetentionDays})`),
  ]
}

/** Plans that nobody will carry out or undo any more. One that is sent stays, and so does what it undoes. */
const agedPlans = sql`state <> 'sending'
  and created_at < now() - make_interval(days =>
    case when state in ('applied', 'failed') then ${appliedPlansKeptForDays}::int else ${plansKeptForDays}::int end)
  and not exists (select from config_plans undo where undo.undoes = config_plans.id and undo.state = 'sending')`

/** All versions of secrets that are long gone, and then those that say so. */
function versionsOfGoneSecrets(): Remove[] {
  const gone = (v: string) =>
    sql`${sql.ref(`${v}.value`)} is null and ${sql.ref(`${v}.at`)} < now() - make_interval(days => ${goneSecretsKeptForDays})`
  return [
    removal(
      'config_versions',
      sql`value is not null and secret_id in (select g.secret_id from config_versions g where ${gone('g')})`,
    ),
    removal('config_versions', gone('config_versions')),
  ]
}

function removal(table: string, condition: RawBuilder<unknown>): Remove {
  return (db, limit) => deleteSome(db, table, condition, limit)
}

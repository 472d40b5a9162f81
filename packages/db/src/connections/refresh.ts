import { sql, type Updateable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import { isForeignKeyViolation } from '../engine/errors.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { Tables } from '../tables/index.ts'
import { holdConnection } from './connections.ts'
import { type ConnectionRow, metadata } from './row.ts'

/**
 * A lease: the right to call the platform for a fresher credential, held by one process at a time. It ends by the
 * database's clock, and `epoch` tells one holder from the next.
 */
export interface Lease {
  connectionId: string
  orgId: string
  owner: string
  epoch: number
  /** The generation that is to be replaced. */
  sealRevision: number
  /** Whether an earlier holder may have called for this generation without storing the answer. */
  uncertain: boolean
}

/**
 * Takes the lease if nobody is calling, or whoever was has let it end, and calls for this generation do not rest;
 * undefined otherwise, and where the connection has another generation by now or has just been erased. The row says from
 * now on that a call is under way: the intent is written before the call.
 */
export async function takeLease(
  db: Queryable,
  wanted: Pick<Lease, 'connectionId' | 'orgId' | 'owner' | 'sealRevision'>,
  leaseMs: number,
): Promise<Lease | undefined> {
  const taken = sql<{ epoch: number; uncertain: boolean }>`
    insert into refresh_leases as l
      (connection_id, org_id, owner, epoch, deadline, seal_revision, calling, uncertain)
    select id, org_id, ${wanted.owner}::uuid, 1,
      now() + make_interval(secs => ${leaseMs / 1000}), seal_revision, true, false
    from connections
    where id = ${wanted.connectionId} and org_id = ${wanted.orgId} and seal_revision = ${wanted.sealRevision}
    on conflict (connection_id) do update set
      owner = excluded.owner, epoch = l.epoch + 1, deadline = excluded.deadline,
      seal_revision = excluded.seal_revision, calling = true,
      uncertain = (l.calling or l.uncertain) and l.seal_revision = excluded.seal_revision,
      failures = case when l.seal_revision = excluded.seal_revision then l.failures else 0 end,
      not_before = null
    where (not l.calling or l.deadline <= now())
      and (l.not_before is null or l.not_before <= now() or l.seal_revision <> excluded.seal_revision)
    returning epoch, uncertain`
  try {
    const [row] = (await taken.execute(db)).rows
    return row && { ...wanted, ...row }
  } catch (error) {
    if (isForeignKeyViolation(error)) return undefined
    throw error
  }
}

/** Lets go of the lease without a call. */
export async function releaseLease(db: Queryable, lease: Lease): Promise<void> {
  await held(db, lease).set({ calling: false }).execute()
}

/** The longest that calls rest, in seconds. */
const longestRest = 60

/**
 * Lets go of the lease after a call that failed. `uncertain`: it may have had an effect whose answer is lost. The first
 * failure may be tried again at once; after the second in a row calls for this generation rest a second, after each
 * further one twice as long as before, up to a minute, by the database's clock.
 */
export async function releaseFailed(
  db: Queryable,
  lease: Lease,
  { failure, uncertain }: { failure: string; uncertain: boolean },
): Promise<void> {
  await held(db, lease)
    .set({
      calling: false,
      uncertain: lease.uncertain || uncertain,
      failure,
      failures: sql<number>`failures + 1`,
      not_before: sql<Date>`case when failures > 0
        then now() + make_interval(secs => least(${longestRest}, power(2, least(failures, 10) - 1))) end`,
    })
    .execute()
}

/** How the last call for a generation failed and how many seconds calls for it still rest; undefined where they do not. */
export async function selectRest(
  db: Queryable,
  wanted: Pick<Lease, 'connectionId' | 'orgId' | 'sealRevision'>,
): Promise<{ failure: string; seconds: number } | undefined> {
  return db
    .selectFrom('refresh_leases')
    .select(['failure', sql<number>`ceil(extract(epoch from not_before - now()))::int`.as('seconds')])
    .where('connection_id', '=', wanted.connectionId)
    .where('org_id', '=', wanted.orgId)
    .where('seal_revision', '=', wanted.sealRevision)
    .where('calling', '=', false)
    .where('not_before', '>', sql<Date>`now()`)
    .where('failure', 'is not', null)
    .$narrowType<{ failure: string }>()
    .executeTakeFirst()
}

function held(db: Queryable, lease: Lease) {
  return db
    .updateTable('refresh_leases')
    .where('connection_id', '=', lease.connectionId)
    .where('owner', '=', lease.owner)
    .where('epoch', '=', lease.epoch)
}

/**
 * What a refresh writes, the new sealed credential or that only a new consent helps, and what is told of that: by how the
 * connection is when it is written, held until then.
 */
type OutcomeOf = (before: ConnectionRow) => {
  changes: Updateable<Tables['connections']>
  notice?: NewNotice | undefined
}

/**
 * Stores the credential that a refresh gave, its audit event, what is told of it and the end of the lease, all or none.
 * Only over the generation it was made for: a late loser overwrites nothing. A winner whose lease has ended meanwhile
 * still stores, and whose connection was deleted: tokens that rotated would be lost otherwise. Undefined, and no event,
 * where a later generation is there.
 */
export async function storeRefreshed(
  db: Queryable,
  lease: Lease,
  event: NewAuditEvent,
  outcomeOf: OutcomeOf,
): Promise<ConnectionRow | undefined> {
  return finish(db, lease, event, outcomeOf, { holderAlone: false })
}

/**
 * Stores that a generation no longer works, likewise, but only while the lease is held: a late loser condemns nothing that
 * somebody else is just replacing.
 */
export async function condemnRefused(
  db: Queryable,
  lease: Lease,
  event: NewAuditEvent,
  outcomeOf: OutcomeOf,
): Promise<ConnectionRow | undefined> {
  return finish(db, lease, event, outcomeOf, { holderAlone: true })
}

async function finish(
  db: Queryable,
  lease: Lease,
  event: NewAuditEvent,
  outcomeOf: OutcomeOf,
  { holderAlone }: { holderAlone: boolean },
): Promise<ConnectionRow | undefined> {
  return db.transaction().execute(async (trx) => {
    const before = await holdConnection(trx, { orgId: lease.orgId, id: lease.connectionId })
    const { numUpdatedRows } = await held(trx, lease)
      .set({ calling: false, uncertain: false, failures: 0 })
      .executeTakeFirst()
    if (before === undefined || (holderAlone && numUpdatedRows === 0n)) return undefined
    const { changes, notice } = outcomeOf(before)
    return trx
      .with('written', (cte) =>
        cte
          .updateTable('connections')
          .set(changes)
          .where('org_id', '=', lease.orgId)
          .where('id', '=', lease.connectionId)
          .where('seal_revision', '=', lease.sealRevision)
          .returning(metadata),
      )
      .with('event', (cte) => eventOf(cte, event))
      .with('notice', (cte) => noticeOf(cte, before.deleted_at === null ? notice : undefined))
      .selectFrom('written')
      .selectAll()
      .executeTakeFirst()
  })
}

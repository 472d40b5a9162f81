import { sql, type Updateable } from 'kysely'
import type { NewAuditEvent } from './audit-events.ts'
import { type ConnectionRow, eventOf, metadata } from './connections.ts'
import type { Queryable } from './database.ts'
import { isForeignKeyViolation } from './errors.ts'
import { type NewNotice, noticeOf } from './notices.ts'
import type { Tables } from './tables.ts'

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
 * Takes the lease if nobody is calling, or whoever was has let it end; undefined where somebody holds it, or where the
 * connection has just been erased. The row says from now on that a call is under way: the intent is written before the
 * call.
 */
export async function takeLease(
  db: Queryable,
  wanted: Pick<Lease, 'connectionId' | 'orgId' | 'owner' | 'sealRevision'>,
  leaseMs: number,
): Promise<Lease | undefined> {
  const taken = sql<{ epoch: number; uncertain: boolean }>`
    insert into refresh_leases as l
      (connection_id, org_id, owner, epoch, deadline, seal_revision, calling, uncertain)
    values (${wanted.connectionId}, ${wanted.orgId}, ${wanted.owner}, 1,
      now() + make_interval(secs => ${leaseMs / 1000}), ${wanted.sealRevision}, true, false)
    on conflict (connection_id) do update set
      owner = excluded.owner, epoch = l.epoch + 1, deadline = excluded.deadline,
      seal_revision = excluded.seal_revision, calling = true,
      uncertain = (l.calling or l.uncertain) and l.seal_revision = excluded.seal_revision
    where not l.calling or l.deadline <= now()
    returning epoch, uncertain`
  try {
    const [row] = (await taken.execute(db)).rows
    return row && { ...wanted, ...row }
  } catch (error) {
    if (isForeignKeyViolation(error)) return undefined
    throw error
  }
}

/** Lets go of the lease without a result. `uncertain`: the call may have had an effect whose answer is lost. */
export async function releaseLease(db: Queryable, lease: Lease, uncertain: boolean): Promise<void> {
  await db
    .updateTable('refresh_leases')
    .set({ calling: false, uncertain: lease.uncertain || uncertain })
    .where('connection_id', '=', lease.connectionId)
    .where('owner', '=', lease.owner)
    .where('epoch', '=', lease.epoch)
    .execute()
}

/** What a refresh writes: the new sealed credential, or that only a new consent helps. */
type Outcome = Updateable<Tables['connections']>

/**
 * Stores the credential that a refresh gave, its audit event and the end of the lease in one statement. Only over the
 * generation it was made for: a late loser overwrites nothing. A winner whose lease has ended meanwhile still stores,
 * and whose connection was deleted: tokens that rotated would be lost otherwise. Undefined, and no event, where a later
 * generation is there.
 */
export async function storeRefreshed(
  db: Queryable,
  lease: Lease,
  outcome: Outcome,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow | undefined> {
  return finish(db, lease, outcome, { event, notice }, { holderAlone: false })
}

/**
 * Stores that a generation no longer works, likewise, but only while the lease is held and the connection is there: a
 * late loser condemns nothing that somebody else is just replacing.
 */
export async function condemnRefused(
  db: Queryable,
  lease: Lease,
  outcome: Outcome,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow | undefined> {
  return finish(db, lease, outcome, { event, notice }, { holderAlone: true })
}

async function finish(
  db: Queryable,
  lease: Lease,
  outcome: Outcome,
  { event, notice }: { event: NewAuditEvent; notice: NewNotice | undefined },
  { holderAlone }: { holderAlone: boolean },
): Promise<ConnectionRow | undefined> {
  return db
    .with('released', (cte) =>
      cte
        .updateTable('refresh_leases')
        .set({ calling: false, uncertain: false })
        .where('connection_id', '=', lease.connectionId)
        .where('owner', '=', lease.owner)
        .where('epoch', '=', lease.epoch)
        .returning('connection_id'),
    )
    .with('written', (cte) => {
      const update = cte
        .updateTable('connections')
        .set(outcome)
        .where('org_id', '=', lease.orgId)
        .where('id', '=', lease.connectionId)
        .where('seal_revision', '=', lease.sealRevision)
      const held = holderAlone
        ? update
            .where('deleted_at', 'is', null)
            .where((where) => where.exists(where.selectFrom('released').select('connection_id')))
        : update
      return held.returning(metadata)
    })
    .with('event', (cte) => eventOf(cte, event))
    .with('notice', (cte) => noticeOf(cte, notice))
    .selectFrom('written')
    .selectAll()
    .executeTakeFirst()
}

import { sql, type Updateable } from 'kysely'
import type { NewAuditEvent } from './audit-events.ts'
import { type ConnectionRow, eventOf, metadata } from './connections.ts'
import type { Queryable } from './database.ts'
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
 * Takes the lease if nobody is calling, or whoever was has let it end; undefined where somebody holds it. The row says
 * from now on that a call is under way: the intent is written before the call.
 */
export async function takeLease(
  db: Queryable,
  wanted: Pick<Lease, 'connectionId' | 'orgId' | 'owner' | 'sealRevision'>,
  leaseMs: number,
): Promise<Lease | undefined> {
  const { rows } = await sql<{ epoch: number; uncertain: boolean }>`
    insert into refresh_leases as l
      (connection_id, org_id, owner, epoch, deadline, seal_revision, calling, uncertain)
    values (${wanted.connectionId}, ${wanted.orgId}, ${wanted.owner}, 1,
      now() + make_interval(secs => ${leaseMs / 1000}), ${wanted.sealRevision}, true, false)
    on conflict (connection_id) do update set
      owner = excluded.owner, epoch = l.epoch + 1, deadline = excluded.deadline,
      seal_revision = excluded.seal_revision, calling = true,
      uncertain = (l.calling or l.uncertain) and l.seal_revision = excluded.seal_revision
    where not l.calling or l.deadline <= now()
    returning epoch, uncertain`.execute(db)
  return rows[0] && { ...wanted, ...rows[0] }
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

/**
 * Stores what a refresh gave (a new sealed credential, or that only a new consent helps), its audit event and the end of
 * the lease in one statement. Only over the generation it was made for: a late loser neither overwrites nor condemns
 * what a winner stored. Undefined, and no event, where it came too late.
 */
export async function finishRefresh(
  db: Queryable,
  lease: Lease,
  changes: Updateable<Tables['connections']>,
  event: NewAuditEvent,
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
    .with('written', (cte) =>
      cte
        .updateTable('connections')
        .set(changes)
        .where('org_id', '=', lease.orgId)
        .where('id', '=', lease.connectionId)
        .where('seal_revision', '=', lease.sealRevision)
        .where('deleted_at', 'is', null)
        .where((where) => where.exists(where.selectFrom('released').select('connection_id')))
        .returning(metadata),
    )
    .with('event', (cte) => eventOf(cte, event))
    .selectFrom('written')
    .selectAll()
    .executeTakeFirst()
}

/** Notes how a use of the credential went, if it is still the generation that was used. Moves no revision. */
export async function recordUse(
  db: Queryable,
  use: { orgId: string; id: string; sealRevision: number },
  changes: Pick<Updateable<Tables['connections']>, 'health' | 'health_reason' | 'health_since' | 'last_success_at'>,
): Promise<void> {
  await db
    .updateTable('connections')
    .set(changes)
    .where('org_id', '=', use.orgId)
    .where('id', '=', use.id)
    .where('seal_revision', '=', use.sealRevision)
    .execute()
}

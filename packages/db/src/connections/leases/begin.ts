import { type Insertable, sql } from 'kysely'
import { insertAuditEvent, type NewAuditEvent } from '../../audit/events.ts'
import type { Queryable } from '../../engine/database.ts'
import { secondsFromNow } from '../../engine/lives.ts'
import { type Counted, countUse, type GrantUse } from '../../grants/count.ts'
import type { Tables } from '../../tables/index.ts'
import type { OrgId } from '../../tables/org-id.ts'
import { holdConnection } from '../change.ts'

/** A lease of a connection. */
export interface LeaseRef {
  orgId: OrgId
  connectionId: string
  id: string
}

/** Leases that have neither ended nor failed, each a credential at the platform or about to be one. */
export const unendedLeases = ['making', 'live', 'ending', 'stuck'] as const

/** What is about to be made, for whom and until when: by the database's clock, from now on. */
export type NewLease = Pick<
  Insertable<Tables['leases']>,
  'id' | 'grant_id' | 'person_id' | 'identity_id' | 'token_id' | 'scopes' | 'seconds' | 'account_id' | 'renews'
>

/** Why no lease begins, besides what a use may lack: too many are there, or the one to be renewed is not live. */
export type Begun = Counted | 'too many' | 'not live'

/**
 * Counts a use of a grant and stores what is about to be made, with its event: the record by which that is found again.
 * All of it or nothing.
 */
export async function beginLease(
  db: Queryable,
  { orgId, connectionId }: Omit<LeaseRef, 'id'>,
  lease: NewLease,
  { use, most, turnMs, event }: { use: GrantUse; most: number; turnMs: number; event: NewAuditEvent },
): Promise<Begun> {
  return db
    .transaction()
    .execute(async (trx) => {
      // Taken first, as by whoever deletes it. With it, leases of one connection are counted one after another.
      if ((await holdConnection(trx, { orgId, id: connectionId })) === undefined) return 'no grant'
      const counted = await countUse(trx, orgId, use)
      if (counted !== 'counted') return counted
      const ofConnection = trx
        .selectFrom('leases')
        .where('org_id', '=', orgId)
        .where('connection_id', '=', connectionId)
      if (lease.renews !== null && lease.renews !== undefined) {
        const old = ofConnection.select('id').where('id', '=', lease.renews).where('state', '=', 'live')
        if ((await old.forUpdate().executeTakeFirst()) === undefined) throw new NotBegun('not live')
      }
      const { count } = await ofConnection
        .where('state', 'in', [...unendedLeases])
        .select(sql<number>`count(*)::int`.as('count'))
        .executeTakeFirstOrThrow()
      if (count >= most) throw new NotBegun('too many')
      await trx
        .insertInto('leases')
        .values({
          ...lease,
          ...{ org_id: orgId, connection_id: connectionId, state: 'making', platform_id: null, tries: 0 },
          ...{ expires_at: secondsFromNow(lease.seconds), due_at: secondsFromNow(turnMs / 1000) },
          ...{ ended_by: null, reason: null, ended_at: null },
        })
        .execute()
      await insertAuditEvent(trx, event)
      return 'counted' as const
    })
    .catch((error: unknown) => {
      if (error instanceof NotBegun) return error.why
      throw error
    })
}

/** Takes back what was counted. */
class NotBegun extends Error {
  readonly why: 'too many' | 'not live'

  constructor(why: 'too many' | 'not live') {
    super(why)
    this.why = why
  }
}

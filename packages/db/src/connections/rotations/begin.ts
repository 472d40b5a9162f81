import type { NewAuditEvent } from '../../audit/events.ts'
import { insertAuditEvent } from '../../audit/events.ts'
import type { Queryable } from '../../engine/database.ts'
import { secondsFromNow } from '../../engine/lives.ts'
import type { OrgId } from '../../tables/org-id.ts'
import { type ConnectionState, holdInState } from '../change.ts'

/** The unique index by which a connection has one rotation at a time. */
export const rotationUnderWayConstraint = 'rotations_under_way'

/** A rotation by its id, which is also that of the credential that it makes. */
export interface RotationRef {
  orgId: OrgId
  connectionId: string
  id: string
}

/**
 * Stores that a rotation begins and what is about to be made, with its event: the record by which that is found again.
 * False, and nothing stored, where the connection is not in the required state. Rejects with a unique violation of
 * `rotationUnderWayConstraint` where another rotation is under way.
 */
export async function beginRotation(
  db: Queryable,
  state: ConnectionState,
  { id, kind, turnMs }: { id: string; kind: string; turnMs: number },
  event: NewAuditEvent,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const held = await holdInState(trx, state)
    if (held === undefined) return false
    const common = { id, org_id: held.org_id, connection_id: held.id }
    await trx
      .insertInto('rotations')
      .values({ ...common, kind, state: 'under_way', message: null, ended_at: null })
      .execute()
    await trx
      .insertInto('rotated_credentials')
      .values({
        ...common,
        state: 'making',
        platform_id: null,
        account_id: held.account.id ?? null,
        credentials: null,
        seal_revision: null,
        credentials_hash: null,
        expires_at: null,
        due_at: secondsFromNow(turnMs / 1000),
        tries: 0,
        reason: null,
        ended_at: null,
      })
      .execute()
    await insertAuditEvent(trx, event)
    return true
  })
}

/** What a platform has made. */
export interface MadeCredentialRow {
  platformId: string
  credentials: Buffer
  credentialsHash: string
  expiresAt: Date | null
}

/**
 * Stores a credential that was just made. It is `pending` then, or `ending` where nobody expects it any more. Undefined
 * where it was found and dealt with meanwhile.
 */
export async function storeMade(
  db: Queryable,
  { orgId, id }: RotationRef,
  made: MadeCredentialRow,
  turnMs: number,
): Promise<'pending' | 'ending' | undefined> {
  const row = await db
    .updateTable('rotated_credentials')
    .set((from) => ({
      state: from.case().when('state', '=', 'making').then('pending').else('ending').end(),
      platform_id: made.platformId,
      credentials: made.credentials,
      credentials_hash: made.credentialsHash,
      expires_at: made.expiresAt,
      due_at: from
        .case()
        .when('state', '=', 'making')
        .then(secondsFromNow(turnMs / 1000))
        .else(secondsFromNow(0))
        .end(),
      tries: 0,
    }))
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', 'in', ['making', 'absent'])
    .returning('state')
    .executeTakeFirst()
  if (row === undefined) return undefined
  return row.state === 'pending' ? 'pending' : 'ending'
}

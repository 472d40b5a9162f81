import type { Updateable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import { holdConnection } from './change.ts'
import { ofTurn, type RefreshTurn } from './refresh-turn.ts'
import { metadata } from './row.ts'

/**
 * What a refresh writes: the new sealed credential, or that only a new consent helps; and the notice. Both depend on
 * the row before, which is locked until the write.
 */
type OutcomeOf = (before: ConnectionRow) => {
  changes: Updateable<Tables['connections']>
  notice?: NewNotice | undefined
}

/**
 * Stores the new credential of a refresh, its audit event, its notice and the end of the turn, all or none. It replaces
 * only the generation that the refresh was made for, so a late process overwrites nothing. It stores even after the
 * turn has ended or the connection was deleted, because rotated tokens would be lost otherwise. Where a later
 * generation is stored, it writes nothing and resolves with undefined.
 */
export async function storeRefreshed(
  db: Queryable,
  turn: RefreshTurn,
  event: NewAuditEvent,
  outcomeOf: OutcomeOf,
): Promise<ConnectionRow | undefined> {
  return finish(db, turn, event, outcomeOf, { holderAlone: false })
}

/**
 * Stores likewise that a generation no longer works, but only during the turn: a late process must not mark a
 * credential that another one is just replacing.
 */
export async function storeRefusal(
  db: Queryable,
  turn: RefreshTurn,
  event: NewAuditEvent,
  outcomeOf: OutcomeOf,
): Promise<ConnectionRow | undefined> {
  return finish(db, turn, event, outcomeOf, { holderAlone: true })
}

async function finish(
  db: Queryable,
  turn: RefreshTurn,
  event: NewAuditEvent,
  outcomeOf: OutcomeOf,
  { holderAlone }: { holderAlone: boolean },
): Promise<ConnectionRow | undefined> {
  return db.transaction().execute(async (trx) => {
    const before = await holdConnection(trx, { orgId: turn.orgId, id: turn.connectionId })
    const { numUpdatedRows } = await ofTurn(trx, turn)
      .set({ calling: false, uncertain: false, failures: 0 })
      .executeTakeFirst()
    if (before === undefined || (holderAlone && numUpdatedRows === 0n)) return undefined
    const { changes, notice } = outcomeOf(before)
    return trx
      .with('written', (cte) =>
        cte
          .updateTable('connections')
          .set(changes)
          .where('org_id', '=', turn.orgId)
          .where('id', '=', turn.connectionId)
          .where('seal_revision', '=', turn.sealRevision)
          .returning(metadata),
      )
      .with('event', (cte) => eventOf(cte, event))
      .with('notice', (cte) => noticeOf(cte, before.deleted_at === null ? notice : undefined))
      .selectFrom('written')
      .select(metadata)
      .executeTakeFirst()
  })
}

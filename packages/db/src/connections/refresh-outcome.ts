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
 * What a refresh writes, the new sealed credential or that only a new consent helps, and what is told of that: by how the
 * connection is when it is written, held until then.
 */
type OutcomeOf = (before: ConnectionRow) => {
  changes: Updateable<Tables['connections']>
  notice?: NewNotice | undefined
}

/**
 * Stores the credential that a refresh gave, its audit event, what is told of it and the end of the turn, all or none.
 * Only over the generation it was made for: a late loser overwrites nothing. A winner whose turn has ended meanwhile
 * still stores, and whose connection was deleted: tokens that rotated would be lost otherwise. Undefined, and no event,
 * where a later generation is there.
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
 * Stores that a generation no longer works, likewise, but only while the turn is held: a late loser condemns nothing that
 * somebody else is just replacing.
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
      .selectAll()
      .executeTakeFirst()
  })
}

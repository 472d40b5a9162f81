import { type Insertable, type QueryCreator, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'

export type NewNotice = Insertable<Tables['notices']>

/** The columns of a notice, in the order in which they are written. */
export const noticeColumns = ['id', 'org_id', 'type', 'connection_id', 'payload', 'created_at'] as const

/**
 * Inserts the notice once for each row of `written`: a notice is stored if, and only if, its event happened. Without a
 * notice it inserts nothing.
 */
export function noticeOf(cte: QueryCreator<Tables & { written: ConnectionRow }>, notice: NewNotice | undefined) {
  return cte
    .insertInto('notices')
    .columns(noticeColumns)
    .expression((from) =>
      from
        .selectFrom('written')
        .select((row) => noticeColumns.map((column) => row.val(notice?.[column] ?? null).as(column)))
        .where(sql<boolean>`${sql.lit(notice !== undefined)}`),
    )
    .returning('id')
}

/** Stores a notice, in the transaction of its event. */
export async function insertNotice(trx: Queryable, notice: NewNotice): Promise<void> {
  await trx.insertInto('notices').values(notice).execute()
}

/** Stores a notice whose deliveries are not made by the job, because it is for one webhook only. */
export async function insertTakenNotice(db: Queryable, notice: NewNotice): Promise<void> {
  await db
    .insertInto('notices')
    .values({ ...notice, taken_at: notice.created_at })
    .execute()
}

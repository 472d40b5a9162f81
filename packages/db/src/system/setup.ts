import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** Whether the first admin has not been made: there is no organization yet, so the statement can take none. */
export async function isSetupNeeded(db: Queryable): Promise<boolean> {
  const row = await db.selectFrom('organizations').select('id').limit(1).executeTakeFirst()
  return row === undefined
}

/** Stores a one-time code for the first admin, in place of those under another key. Several processes may store one. */
export async function replaceSetupCode(db: Queryable, codeHash: Buffer): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('setup_codes').execute()
    await trx
      .insertInto('setup_codes')
      .values({ code_hash: codeHash })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

/** Uses the one-time code up, in the transaction of the set-up. True for one caller, while no organization exists. */
export async function takeSetupCode(db: Queryable, codeHash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    delete from setup_codes where code_hash = ${codeHash} and not exists (select 1 from organizations)
    returning 1`.execute(db)
  return rows.length > 0
}

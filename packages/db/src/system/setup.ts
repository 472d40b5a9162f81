import { sql } from 'kysely'
import type { Queryable } from '../database.ts'

/** Whether the first admin is still to be made: no organization exists yet, so none can be named. */
export async function isSetupNeeded(db: Queryable): Promise<boolean> {
  const row = await db.selectFrom('organizations').select('id').limit(1).executeTakeFirst()
  return row === undefined
}

/** Offers a one-time code for the first admin, replacing those offered by earlier starts. */
export async function replaceSetupCode(db: Queryable, codeHash: Buffer): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('setup_codes').execute()
    await trx.insertInto('setup_codes').values({ code_hash: codeHash }).execute()
  })
}

/** Uses the one-time code: true once, for one caller, while no organization exists. Inside the transaction of the set-up. */
export async function takeSetupCode(db: Queryable, codeHash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    delete from setup_codes where code_hash = ${codeHash} and not exists (select 1 from organizations)
    returning 1`.execute(db)
  return rows.length > 0
}

/** Takes an invitation by its token's hash, if it has not expired; the link itself names the organization. */
export async function takeInvitation(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ id: string; orgId: string; email: string; role: string } | undefined> {
  const row = await db
    .deleteFrom('invitations')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['id', 'org_id', 'email', 'role'])
    .executeTakeFirst()
  return row && { id: row.id, orgId: row.org_id, email: row.email, role: row.role }
}

/** Whether the database answers at all. */
export async function ping(db: Queryable): Promise<void> {
  await sql`select 1`.execute(db)
}

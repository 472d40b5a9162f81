import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow } from '../engine/lives.ts'
import type { OrgId } from '../tables/org-id.ts'

/** better-auth's name for an account with e-mail and password. */
export const passwordProvider = 'credential'

/** The constraint that allows one account for an e-mail address. */
export const personEmailConstraint = 'user_email_key'

/** Makes a person. better-auth's own function has hashed the password. The e-mail address is not verified. */
export async function insertPerson(
  db: Queryable,
  person: { id: string; accountId: string; name: string; email: string; passwordHash: string; at: Date },
): Promise<void> {
  await db
    .insertInto('auth.user')
    .values({
      id: person.id,
      name: person.name,
      email: person.email,
      emailVerified: false,
      image: null,
      createdAt: person.at,
      updatedAt: person.at,
    })
    .execute()
  await db
    .insertInto('auth.account')
    .values({
      id: person.accountId,
      accountId: person.id,
      providerId: passwordProvider,
      userId: person.id,
      password: person.passwordHash,
      createdAt: person.at,
      updatedAt: person.at,
    })
    .execute()
}

export async function selectPersonByEmail(db: Queryable, email: string): Promise<{ id: string } | undefined> {
  return db.selectFrom('auth.user').select('id').where('email', '=', email).executeTakeFirst()
}

/** Who has an e-mail address and the organizations they belong to, in one statement. */
export async function selectAccount(
  db: Queryable,
  email: string,
): Promise<{ personId: string; orgIds: OrgId[] } | undefined> {
  const { rows } = await sql<{ personId: string; orgIds: OrgId[] }>`
    select u.id as "personId", array(select m.org_id from memberships m
      where m.person_id = u.id and m.project_id is null) as "orgIds"
    from auth."user" u where u.email = ${email}`.execute(db)
  return rows[0]
}

export async function selectEmail(db: Queryable, personId: string): Promise<string> {
  const { email } = await db
    .selectFrom('auth.user')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  return email
}

/** Blocks every other change of how a person signs in, or of where they are a member, until this transaction ends. */
export async function lockPerson(trx: Queryable, id: string): Promise<void> {
  await trx.selectFrom('auth.user').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/**
 * Stores a link for a new password, in place of earlier ones of that person. It is valid for `expiresIn` seconds.
 * Returns when it ends.
 */
export async function replacePasswordReset(
  db: Queryable,
  reset: { tokenHash: Buffer; personId: string; expiresIn: number; makers: string[] },
): Promise<Date> {
  await db.deleteFrom('password_resets').where('person_id', '=', reset.personId).execute()
  const { expires_at } = await db
    .insertInto('password_resets')
    .values({
      token_hash: reset.tokenHash,
      person_id: reset.personId,
      expires_at: secondsFromNow(reset.expiresIn),
      makers: reset.makers,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return expires_at
}

/** The person of a link for a new password that has not expired. */
export async function selectPasswordReset(db: Queryable, tokenHash: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('password_resets')
    .select('person_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row?.person_id
}

/**
 * Uses up a link for a new password, if it has not expired and its maker is still admin of every organization of the
 * person. A link of the operator needs no such maker.
 */
export async function takePasswordReset(db: Queryable, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    delete from password_resets r where r.token_hash = ${tokenHash} and r.expires_at > now()
      and (r.makers = '{}' or not exists (
        select from memberships own where own.person_id = r.person_id and own.project_id is null and not exists (
          select from memberships made where made.org_id = own.org_id and made.person_id = r.makers[1]
            and made.project_id is null and made.role = 'admin')))
    returning r.person_id`.execute(db)
  return rows.length > 0
}

/**
 * Deletes the links for a new password of a person who joins another organization: the maker may have no rights there,
 * and a password opens every organization of a person.
 */
export async function deletePasswordResets(db: Queryable, personId: string): Promise<void> {
  await db.deleteFrom('password_resets').where('person_id', '=', personId).execute()
}

/** Sets a password that is hashed already, and ends every session of that person. */
export async function replacePassword(db: Queryable, personId: string, passwordHash: string, at: Date): Promise<void> {
  await db
    .updateTable('auth.account')
    .set({ password: passwordHash, updatedAt: at })
    .where('userId', '=', personId)
    .where('providerId', '=', passwordProvider)
    .execute()
  await deleteSessions(db, personId)
}

export async function deleteSessions(db: Queryable, personId: string): Promise<void> {
  await db.deleteFrom('auth.session').where('userId', '=', personId).execute()
}

/** The organizations of a person, which an event about the person concerns. */
export async function selectOrganizationIds(db: Queryable, personId: string): Promise<OrgId[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('org_id')
    .where('person_id', '=', personId)
    .where('project_id', 'is', null)
    .execute()
  return rows.map((row) => row.org_id)
}

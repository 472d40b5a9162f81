import type { Queryable } from '../database.ts'

/** better-auth's name for an account that signs in by e-mail and password. */
const passwordProvider = 'credential'

/** Makes a person with a password already hashed by better-auth's own function. */
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
      emailVerified: true,
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

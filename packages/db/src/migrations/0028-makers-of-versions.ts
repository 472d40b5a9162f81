import { type Kysely, sql } from 'kysely'

/** Who is behind a version of a key, with those through whom they acted: none of them is a second person to it. */
export const makersOfVersions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table config_versions add column makers uuid[] not null default '{}'`,
  // Through whom an identity of an earlier release acted is not known any more.
  `update config_versions set makers = array[actor_id] where actor_id is not null`,
]

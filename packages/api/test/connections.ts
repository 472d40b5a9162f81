import type { Database, OrgId, Queryable } from '@app-connections/db'

/** Gives an organization so many connections, by one statement, for tests of reading them: none of them can be opened. */
export async function fill({ pool }: Database, orgId: OrgId, rows: number): Promise<void> {
  await pool.query(
    `insert into connections (id, org_id, name, app, method, credentials, credentials_hash, version, revision,
      seal_revision, account, health, health_reason, health_since, last_success_at, created_at, updated_at)
    select gen_random_uuid(), $1, 'connection-' || lpad(n::text, 5, '0'), 'heroku', 'auth-token', '\\x00',
      'a hash', 1, 1, 1, '{"email":"ada@example.com"}', 'healthy', 'works', now(), now(), now(), now()
    from generate_series(1, $2::int) n`,
    [orgId, rows],
  )
}

/** The database, with a look at the rows of each statement that Kysely runs, before whoever asked is given them. */
export function watching(db: Queryable, look: (rows: readonly object[]) => void | Promise<void>): Queryable {
  const plugin: Parameters<Queryable['withPlugin']>[0] = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await look(result.rows)
      return result
    },
  }
  return db.withPlugin(plugin)
}

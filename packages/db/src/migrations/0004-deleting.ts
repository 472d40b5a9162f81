import { type Kysely, sql } from 'kysely'

/** Deleting that can be undone: a deleted connection stays, out of everyone's sight, and frees its name at once. */
export const deleting = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table connections
    add column deleted_at timestamptz,
    add column revoked boolean not null default false,
    drop constraint connections_name`,
  `create unique index connections_name on connections (org_id, project_id, name) nulls not distinct
    where deleted_at is null`,
  `create index connections_by_deletion on connections (deleted_at) where deleted_at is not null`,
]

import { type Kysely, sql } from 'kysely'

/** A number of each connection that is another one whenever a transaction has changed what its grants allow. */
export const grantVersions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

/** What of a grant decides whether it can be used, and for what. How much is left of it does not, until nothing is. */
const deciding = (
  row: 'old' | 'new',
) => `(${row}.holder, ${row}.actions, ${row}.resources, ${row}.keys, ${row}.expires_at, ${row}.ended_at,
  ${row}.uses_left is null, ${row}.uses_left = 0,
  ${row}.changes_per_day, ${row}.changes_on, ${row}.changes >= ${row}.changes_per_day)`

const statements = [
  'alter table connections add column grants_version bigint not null default 0',
  // One transaction writes the row once, however many grants it changes. The row's lock puts changes in an order, so that
  // whoever reads a version finds all of what led to it.
  `create function note_change_of_grants() returns trigger language plpgsql as $$
    begin
      update connections set grants_version = txid_current()
        where id = coalesce(new.connection_id, old.connection_id) and grants_version <> txid_current();
      return null;
    end $$`,
  `create trigger grants_made after insert on grants for each row execute function note_change_of_grants()`,
  `create trigger grants_changed after update on grants for each row
    when (${deciding('old')} is distinct from ${deciding('new')}) execute function note_change_of_grants()`,
  // What has ended long ago is swept away in any order: it would lock connections in that order.
  `create trigger grants_gone after delete on grants for each row
    when (old.ended_at is null and (old.expires_at is null or old.expires_at > now()))
    execute function note_change_of_grants()`,
]

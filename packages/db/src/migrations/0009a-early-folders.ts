import { type Kysely, sql } from 'kysely'

/**
 * Two early releases had another text of 0002-rest-family, so that what they made lacks two columns, or keeps trusted
 * addresses in a type that takes ranges alone. Nothing is touched, or locked, where all is as it should be. It comes before
 * what reads those columns, and does nothing where that was done already.
 */
export const earlyFolders = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const missing = (table: string) => `not exists (
  select from information_schema.columns where table_schema = current_schema()
    and table_name = '${table}' and column_name in ('created_by', 'makers'))`

const makerOf = (table: string) => `do $$ begin
  if ${missing(table)} then
    alter table ${table} add column created_by uuid references auth."user" on delete cascade;
  end if;
end $$`

const statements = [
  makerOf('password_resets'),
  makerOf('invitations'),
  `do $$ begin
    if exists (select from information_schema.columns where table_schema = current_schema()
      and table_name = 'identities' and column_name = 'trusted_ips' and udt_name = '_cidr') then
      alter table identities alter column trusted_ips drop default;
      alter table identities alter column trusted_ips type inet[] using trusted_ips::inet[];
      alter table identities alter column trusted_ips set default '{0.0.0.0/0,::/0}';
    end if;
  end $$`,
]

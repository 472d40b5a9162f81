import { type Kysely, sql } from 'kysely'

/** What an overview and a history need: lists in every order, checks counted by day, and when a token was last used. */
export const overview = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // From what needs somebody to what does not; a word of a later release stands with what is not known.
  `alter table connections
    add column health_rank smallint generated always as (case health
      when 'reconnect_required' then 0 when 'degraded' then 1 when 'healthy' then 3 else 2 end) stored`,
  `create index connections_by_health on connections (org_id, health_rank, id) where deleted_at is null`,
  `create index connections_by_creation on connections (org_id, created_at, id) where deleted_at is null`,
  `create index connections_by_update on connections (org_id, updated_at, id) where deleted_at is null`,
  `create index connections_by_success on connections
    (org_id, coalesce(last_success_at, timestamptz '-infinity'), id) where deleted_at is null`,
  `create index connections_by_credential_end on connections (org_id, credential_expires_at)
    where deleted_at is null and credential_expires_at is not null`,

  // Checks of one connection on one day in UTC: they leave no audit event each.
  `create table connection_days (
    connection_id uuid not null references connections on delete cascade,
    org_id uuid not null references organizations,
    day date not null,
    checks integer not null,
    failed_checks integer not null,
    primary key (connection_id, day)
  )`,
  `create index connection_days_by_age on connection_days (day)`,

  `create index audit_events_of_changes on audit_events (org_id, at desc) where target_type = 'app-connection'
    and action in ('appConnections.create', 'appConnections.update', 'appConnections.reconnect',
      'appConnections.remove', 'appConnections.restore', 'appConnections.revokeUpstream', 'appConnections.erase')`,

  `alter table access_tokens add column last_used_at timestamptz`,
]

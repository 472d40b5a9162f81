import { type Kysely, sql } from 'kysely'

/** What the whole REST family needs: repeats, limits, lockout, trusted addresses, links for new passwords, paging. */
export const restFamily = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table identities add column trusted_ips inet[] not null default '{0.0.0.0/0,::/0}'`,
  `alter table client_secrets
    add column created_by uuid references auth."user" on delete set null,
    add column last_used_at timestamptz`,
  `create index client_secrets_by_identity on client_secrets (identity_id)`,
  `alter table access_tokens
    add column label text not null default '',
    add column static boolean not null default false,
    add column created_by uuid references auth."user" on delete set null`,
  `create index access_tokens_by_identity on access_tokens (identity_id)`,

  // Failed log-ins by client id and address together: nobody can lock others out.
  `create table login_failures (
    client_id uuid not null references identities (client_id) on delete cascade,
    address inet not null,
    failures integer not null,
    last_at timestamptz not null,
    primary key (client_id, address)
  )`,

  `create table password_resets (
    token_hash bytea primary key,
    person_id uuid not null references auth."user" on delete cascade,
    created_by uuid references auth."user" on delete cascade,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
  )`,
  `alter table invitations add column created_by uuid references auth."user" on delete cascade`,

  // One row a key for 24 hours; \`fence\` grows when a call whose deadline has passed is taken over.
  `create table idempotency_keys (
    org_id uuid not null references organizations,
    caller_id uuid not null,
    scope text not null,
    key text not null,
    body_hash text not null,
    fence integer not null,
    deadline timestamptz not null,
    answer jsonb,
    created_at timestamptz not null,
    primary key (org_id, caller_id, scope, key)
  )`,
  `create index idempotency_keys_by_age on idempotency_keys (created_at)`,

  // Calls reserved by all processes together, by key and minute.
  `create unlogged table limit_windows (
    key text not null,
    started_at timestamptz not null,
    reserved integer not null,
    primary key (key, started_at)
  )`,
  `create index limit_windows_by_age on limit_windows (started_at)`,

  `create index connections_by_name on connections (org_id, name collate "C", id)`,
  `create index audit_events_by_target on audit_events (org_id, target_id, at desc)`,
]

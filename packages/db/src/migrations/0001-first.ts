import { type Kysely, sql } from 'kysely'

/**
 * Everything the main job needs. `record` is the check record, sealed under the key-encryption key by the caller: the
 * database is keyed in the same transaction that makes its tables. `made` are schemas that are there already, empty.
 */
export function first(record: Uint8Array, made: ReadonlySet<string>) {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of statements.filter((text) => !made.has(text.replace('create schema ', ''))))
        await sql.raw(statement).execute(db)
      await sql`insert into key_checks (id, record) values (1, ${Buffer.from(record)})`.execute(db)
    },
  }
}

const statements = [
  `create table key_checks (
    id integer primary key check (id = 1),
    record bytea not null
  )`,

  `create table organizations (
    id uuid primary key,
    name text not null,
    slug text not null unique,
    fingerprint_key bytea not null,
    created_at timestamptz not null default now()
  )`,
  `create table data_keys (
    id uuid primary key,
    org_id uuid not null references organizations,
    wrapped bytea not null,
    created_at timestamptz not null default now()
  )`,
  `create index data_keys_by_org on data_keys (org_id, created_at desc)`,
  `create table projects (
    id uuid primary key,
    org_id uuid not null references organizations,
    name text not null,
    slug text not null,
    type text not null,
    created_at timestamptz not null default now(),
    constraint projects_slug unique (org_id, slug),
    unique (id, org_id)
  )`,

  `create schema auth`,
  `create table auth."user" (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    email text not null unique,
    "emailVerified" boolean not null,
    image text,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now()
  )`,
  `create table auth.session (
    id uuid primary key default gen_random_uuid(),
    "expiresAt" timestamptz not null,
    token text not null unique,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null,
    "ipAddress" text,
    "userAgent" text,
    "userId" uuid not null references auth."user" on delete cascade
  )`,
  `create index session_by_user on auth.session ("userId")`,
  `create table auth.account (
    id uuid primary key default gen_random_uuid(),
    "accountId" text not null,
    "providerId" text not null,
    "userId" uuid not null references auth."user" on delete cascade,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    scope text,
    password text,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null
  )`,
  `create index account_by_user on auth.account ("userId")`,
  `create table auth.verification (
    id uuid primary key default gen_random_uuid(),
    identifier text not null,
    value text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now()
  )`,
  `create index verification_by_identifier on auth.verification (identifier)`,

  `create table identities (
    id uuid primary key,
    org_id uuid not null references organizations,
    name text not null,
    client_id uuid not null unique,
    access_token_ttl integer not null,
    access_token_max_ttl integer not null,
    created_at timestamptz not null default now(),
    unique (id, org_id)
  )`,
  `create table memberships (
    id uuid primary key,
    org_id uuid not null references organizations,
    project_id uuid,
    person_id uuid references auth."user" on delete cascade,
    identity_id uuid,
    role text not null,
    created_at timestamptz not null default now(),
    check (num_nonnulls(person_id, identity_id) = 1),
    foreign key (project_id, org_id) references projects (id, org_id) on delete cascade,
    foreign key (identity_id, org_id) references identities (id, org_id) on delete cascade,
    constraint memberships_one_role unique nulls not distinct (org_id, project_id, person_id, identity_id)
  )`,
  `create index memberships_by_person on memberships (person_id)`,
  `create index memberships_by_identity on memberships (identity_id)`,
  `create table invitations (
    id uuid primary key,
    org_id uuid not null references organizations,
    email text not null,
    role text not null,
    token_hash bytea not null unique,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
  )`,
  `create table client_secrets (
    id uuid primary key,
    org_id uuid not null references organizations,
    identity_id uuid not null,
    label text not null,
    secret_hash bytea not null unique,
    expires_at timestamptz,
    uses_limit integer not null,
    uses integer not null default 0,
    created_at timestamptz not null default now(),
    foreign key (identity_id, org_id) references identities (id, org_id) on delete cascade
  )`,
  `create table access_tokens (
    id uuid primary key,
    org_id uuid not null references organizations,
    identity_id uuid not null,
    client_secret_id uuid references client_secrets on delete cascade,
    token_hash bytea not null unique,
    ttl integer not null,
    expires_at timestamptz not null,
    max_expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    foreign key (identity_id, org_id) references identities (id, org_id) on delete cascade
  )`,

  `create table connections (
    id uuid primary key,
    org_id uuid not null references organizations,
    project_id uuid,
    name text not null,
    description text,
    app text not null,
    method text not null,
    credentials bytea not null,
    credentials_hash text not null,
    version integer not null,
    revision integer not null,
    seal_revision integer not null,
    account jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    foreign key (project_id, org_id) references projects (id, org_id),
    constraint connections_name unique nulls not distinct (org_id, project_id, name)
  )`,

  `create table audit_events (
    id uuid primary key,
    org_id uuid,
    at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    token_id uuid,
    address text,
    user_agent text,
    action text not null,
    target_type text not null,
    target_id uuid,
    project_id uuid,
    outcome text not null,
    req_id text not null,
    detail jsonb not null
  )`,
  `create index audit_events_by_org on audit_events (org_id, at desc, id desc)`,
  `create table setup_codes (
    code_hash bytea primary key,
    created_at timestamptz not null default now()
  )`,
]

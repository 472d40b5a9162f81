import { type Kysely, sql } from 'kysely'

/** Grants: who may use a connection for what, until when, and how often. */
export const grants = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // `place` is the connection's scope: both the holder and the maker must stay members of it.
  `create table grants (
    id uuid primary key,
    org_id uuid not null references organizations,
    connection_id uuid not null references connections on delete cascade,
    project_id uuid,
    place uuid not null generated always as (coalesce(project_id, org_id)) stored,
    person_id uuid,
    identity_id uuid,
    holder uuid not null generated always as (coalesce(person_id, identity_id)) stored,
    makers uuid[] not null,
    maker uuid not null generated always as (makers[1]) stored,
    parent_id uuid,
    actions text[] not null,
    resources jsonb,
    keys text[],
    expires_at timestamptz,
    uses_left integer,
    changes_per_day integer,
    changes_on date,
    changes integer not null default 0,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    ended_at timestamptz,
    check (num_nonnulls(person_id, identity_id) = 1),
    check (uses_left >= 0),
    unique (id, org_id, connection_id),
    foreign key (parent_id, org_id, connection_id) references grants (id, org_id, connection_id) on delete cascade,
    foreign key (holder, place) references memberships (holder, place) on delete cascade,
    foreign key (maker, place) references memberships (holder, place) on delete cascade
  )`,
  `create index grants_by_connection on grants (connection_id, created_at desc, id desc)`,
  `create index grants_in_force on grants (connection_id, holder) where ended_at is null`,
  `create index grants_by_parent on grants (parent_id) where parent_id is not null`,
  `create index grants_by_holder on grants (holder, place)`,
  `create index grants_by_maker on grants (maker, place)`,
  `create index grants_by_end on grants (least(ended_at, expires_at))`,
]

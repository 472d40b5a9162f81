import { type Kysely, sql } from 'kysely'

/**
 * What taking access away needs. A role in a project hangs on the role in its organization. Whatever gives access, and
 * every webhook, names its makers: who made it first, then those through whose secret or token the maker acted, so that
 * one statement finds all that was made through somebody who leaves.
 */
export const makers = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Roles in projects of those who are not in the organization any more: a removal and a grant met without a lock.
  `delete from memberships p where p.project_id is not null and not exists (
    select from memberships o where o.org_id = p.org_id and o.project_id is null
      and o.person_id is not distinct from p.person_id and o.identity_id is not distinct from p.identity_id)`,
  // The ids of organizations and projects are unique together, so that holder and place name one role.
  `alter table memberships
    add column holder uuid not null generated always as (coalesce(person_id, identity_id)) stored,
    add column place uuid not null generated always as (coalesce(project_id, org_id)) stored,
    add column within uuid generated always as (case when project_id is not null then org_id end) stored`,
  `alter table memberships
    add constraint memberships_by_place unique (holder, place),
    add constraint memberships_within foreign key (holder, within) references memberships (holder, place)
      on delete cascade`,

  ...['client_secrets', 'access_tokens', 'invitations', 'password_resets', 'webhooks'].map(
    (table) => `alter table ${table} add column makers uuid[] not null default '{}'`,
  ),
  ...['client_secrets', 'access_tokens', 'invitations', 'password_resets'].map(
    (table) => `update ${table} set makers = array[created_by] where created_by is not null`,
  ),
  // What machines made, and every webhook, has no maker but in the audit trail.
  ...[
    ['client_secrets', 'clientSecrets.create', `e.detail ->> 'clientSecretId' = made.id::text`],
    ['access_tokens', 'accessTokens.createStatic', `e.detail ->> 'accessTokenId' = made.id::text`],
    ['invitations', 'invitations.create', 'e.target_id = made.id'],
    ['webhooks', 'webhooks.create', 'e.target_id = made.id'],
  ].map(
    ([table, action, same]) => `update ${table} made set makers = array[e.actor_id] from audit_events e
      where made.makers = '{}' and e.org_id = made.org_id and e.action = '${action}' and e.outcome = 'success'
        and e.actor_id is not null and ${same}`,
  ),
  // The tokens that a secret was traded for.
  `update access_tokens t set makers = s.makers from client_secrets s where s.id = t.client_secret_id`,
  ...['client_secrets', 'access_tokens', 'invitations', 'password_resets'].map(
    (table) => `alter table ${table} drop column created_by`,
  ),
]

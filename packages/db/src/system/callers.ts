import { sql } from 'kysely'
import { shortRead } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/**
 * A membership together with its holder: the role and, in a project, that project.
 *
 * The statements of this folder cannot take an organization, because they find it, or concern all.
 */
export interface CallerMembership {
  orgId: OrgId
  role: string
  project: { id: string; name: string; slug: string; type: string } | null
}

export interface IdentityCaller {
  tokenId: string
  orgId: OrgId
  identityId: string
  name: string
  ttl: number
  expiresAt: Date
  maxExpiresAt: Date
  /** Whether the identity trusts the address of the call. */
  trusted: boolean
  memberships: CallerMembership[]
}

/** All roles of a holder as a JSON column. `holder` is a condition on `m` from this code, never from a caller. */
export const memberships = (holder: string) => sql<CallerMembership[]>`coalesce((
  select json_agg(json_build_object('orgId', m.org_id, 'role', m.role, 'project', case when p.id is null then null
    else json_build_object('id', p.id, 'name', p.name, 'slug', p.slug, 'type', p.type) end))
  from memberships m left join projects p on p.id = m.project_id
  where ${sql.raw(holder)}), '[]'::json)`

/** Finds an access token by its hash: token, identity and every role in one indexed statement. */
export async function selectIdentityCaller(
  db: Queryable,
  hash: Buffer,
  address: string,
): Promise<IdentityCaller | undefined> {
  const [row] = await byToken(db, { address, hash })
  return row
}

const byToken = shortRead<{ address: string; hash: Buffer }>()(
  (_db, { param }) =>
    sql<IdentityCaller>`
      select t.id as "tokenId", t.org_id as "orgId", t.identity_id as "identityId", i.name, t.ttl,
        t.expires_at as "expiresAt", t.max_expires_at as "maxExpiresAt", ${param('address')}::inet <<= any (i.trusted_ips) as trusted,
        ${memberships('m.identity_id = t.identity_id and m.org_id = t.org_id')} as memberships
      from access_tokens t join identities i on i.id = t.identity_id
      where t.token_hash = ${param('hash')} and t.expires_at > now()`,
)

export interface PersonCaller {
  sessionId: string
  personId: string
  name: string
  email: string
  /** Whether they gave their password within the last ten minutes. */
  proved: boolean
  organizations: { id: OrgId; name: string; slug: string }[]
  memberships: CallerMembership[]
}

/** Finds a session by its token, which better-auth stores in clear: person, organizations and every role at once. */
export async function selectPersonCaller(db: Queryable, sessionToken: string): Promise<PersonCaller | undefined> {
  const [row] = await bySession(db, { sessionToken })
  return row
}

const bySession = shortRead<{ sessionToken: string }>()(
  (_db, { param }) =>
    sql<PersonCaller>`
    select s.id as "sessionId", u.id as "personId", u.name, u.email,
      now() - s."provedAt" between interval '0' and interval '10 minutes' as proved,
      coalesce((select json_agg(json_build_object('id', o.id, 'name', o.name, 'slug', o.slug) order by o.name)
        from organizations o where exists (select 1 from memberships m
          where m.org_id = o.id and m.person_id = u.id and m.project_id is null)), '[]'::json) as organizations,
      ${memberships('m.person_id = u.id')} as memberships
    from auth.session s join auth."user" u on u.id = s."userId"
    where s.token = ${param('sessionToken')} and s."expiresAt" > now()`,
)

/** A person by whose personal token a program calls. */
type PersonalCaller = Omit<PersonCaller, 'sessionId' | 'proved'> & { tokenId: string }

/** Finds a personal token by its hash: the person, its organization alone and every role there in one statement. */
export async function selectPersonalCaller(db: Queryable, hash: Buffer): Promise<PersonalCaller | undefined> {
  const [row] = await byPersonalToken(db, { hash })
  return row
}

const byPersonalToken = shortRead<{ hash: Buffer }>()(
  (_db, { param }) =>
    sql<PersonalCaller>`
    select t.id as "tokenId", u.id as "personId", u.name, u.email,
      json_build_array(json_build_object('id', o.id, 'name', o.name, 'slug', o.slug)) as organizations,
      ${memberships('m.person_id = t.person_id and m.org_id = t.org_id')} as memberships
    from personal_tokens t join auth."user" u on u.id = t.person_id join organizations o on o.id = t.org_id
    where t.token_hash = ${param('hash')} and t.expires_at > now()`,
)

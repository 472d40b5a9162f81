import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The holder of a role: a person or an identity. */
export type MemberRef = { personId: string } | { identityId: string }

/** A member of a scope as lists show it. */
export interface MemberRow {
  personId: string | null
  identityId: string | null
  name: string
  email: string | null
  role: string
}

/** Whether a person or an identity belongs to the organization. */
export async function isOrganizationMember(db: Queryable, orgId: OrgId, member: MemberRef): Promise<boolean> {
  return (await of(db, orgId, member).where('project_id', 'is', null).select('id').executeTakeFirst()) !== undefined
}

/** The role of a person or an identity in the organization (`projectId` null) or in one project. */
export async function selectRole(
  db: Queryable,
  orgId: OrgId,
  projectId: string | null,
  member: MemberRef,
): Promise<string | undefined> {
  const row = await of(db, orgId, member)
    .where('project_id', projectId === null ? 'is' : '=', projectId)
    .select('role')
    .executeTakeFirst()
  return row?.role
}

/** The first members of the organization (`projectId` null) or of one project, by name. */
export async function selectMembers(
  db: Queryable,
  orgId: OrgId,
  projectId: string | null,
  limit: number,
): Promise<MemberRow[]> {
  const rows = await db
    .selectFrom('memberships')
    .leftJoin('auth.user', 'auth.user.id', 'memberships.person_id')
    .leftJoin('identities', 'identities.id', 'memberships.identity_id')
    .select([
      'memberships.person_id as personId',
      'memberships.identity_id as identityId',
      'memberships.role',
      'auth.user.name as personName',
      'auth.user.email',
      'identities.name as identityName',
    ])
    .where('memberships.org_id', '=', orgId)
    .where('memberships.project_id', projectId === null ? 'is' : '=', projectId)
    .orderBy(sql`coalesce(auth."user".name, identities.name)`)
    .limit(limit)
    .execute()
  return rows
    .map(({ personName, identityName, ...row }) => ({ ...row, name: personName ?? identityName ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** A person or an identity of the organization who is not in a project. Only a person has an e-mail address. */
export interface CandidateRow {
  kind: 'person' | 'identity'
  id: string
  name: string
  email: string | null
}

/** The first candidates of the organization who are not in the project, by name. */
export async function selectCandidates(
  db: Queryable,
  orgId: OrgId,
  projectId: string,
  limit: number,
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    select case when m.person_id is null then 'identity' else 'person' end as kind,
      coalesce(m.person_id, m.identity_id) as id, coalesce(u.name, i.name) as name, u.email
    from memberships m
      left join auth."user" u on u.id = m.person_id
      left join identities i on i.id = m.identity_id
    where m.org_id = ${orgId} and m.project_id is null and not exists (
      select from memberships p where p.org_id = m.org_id and p.project_id = ${projectId}
        and (p.person_id = m.person_id or p.identity_id = m.identity_id))
    order by coalesce(u.name, i.name) limit ${limit}`.execute(db)
  return rows.sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Gives a role in a scope, replacing the role held there before. */
export async function upsertMembership(
  db: Queryable,
  membership: { id: string; orgId: OrgId; projectId: string | null; member: MemberRef; role: string },
): Promise<void> {
  await db
    .insertInto('memberships')
    .values({
      id: membership.id,
      org_id: membership.orgId,
      project_id: membership.projectId,
      person_id: 'personId' in membership.member ? membership.member.personId : null,
      identity_id: 'identityId' in membership.member ? membership.member.identityId : null,
      role: membership.role,
    })
    .onConflict((conflict) => conflict.constraint('memberships_one_role').doUpdateSet({ role: membership.role }))
    .execute()
}

/** Removes a member from one project, or (`projectId` null) from the organization and all its projects. */
export async function deleteMemberships(
  db: Queryable,
  orgId: OrgId,
  projectId: string | null,
  member: MemberRef,
): Promise<number> {
  let query = db.deleteFrom('memberships').where('org_id', '=', orgId)
  query =
    'personId' in member
      ? query.where('person_id', '=', member.personId)
      : query.where('identity_id', '=', member.identityId)
  if (projectId !== null) query = query.where('project_id', '=', projectId)
  const { numDeletedRows } = await query.executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/**
 * The address of an admin of an organization, the names for a mail, and whether they are in `projectId` (true for the
 * organization itself). Undefined for a person who is no longer admin.
 */
export async function selectAdminAddress(
  db: Queryable,
  orgId: OrgId,
  personId: string,
  projectId: string | null,
): Promise<{ email: string; organization: string; slug: string; inProject: boolean } | undefined> {
  return db
    .selectFrom('memberships')
    .innerJoin('auth.user', 'auth.user.id', 'memberships.person_id')
    .innerJoin('organizations', 'organizations.id', 'memberships.org_id')
    .select(['auth.user.email', 'organizations.name as organization', 'organizations.slug'])
    .select(
      sql<boolean>`${projectId}::uuid is null or exists (select 1 from memberships p where p.org_id = ${orgId}
        and p.person_id = ${personId} and p.project_id = ${projectId}::uuid)`.as('inProject'),
    )
    .where('memberships.org_id', '=', orgId)
    .where('memberships.person_id', '=', personId)
    .where('memberships.project_id', 'is', null)
    .where('memberships.role', '=', 'admin')
    .executeTakeFirst()
}

/** Locks the admins of an organization for this transaction and counts the people among them other than `member`. */
export async function otherAdmins(db: Queryable, orgId: OrgId, member: MemberRef): Promise<number> {
  const rows = await db
    .selectFrom('memberships')
    .select(['person_id', 'identity_id'])
    .where('org_id', '=', orgId)
    .where('project_id', 'is', null)
    .where('role', '=', 'admin')
    .where('person_id', 'is not', null)
    .forUpdate()
    .execute()
  return rows.filter((row) => !('personId' in member) || row.person_id !== member.personId).length
}

function of(db: Queryable, orgId: OrgId, member: MemberRef) {
  const query = db.selectFrom('memberships').where('org_id', '=', orgId)
  return 'personId' in member
    ? query.where('person_id', '=', member.personId)
    : query.where('identity_id', '=', member.identityId)
}

import type { Queryable } from './database.ts'

/** Who holds a role: a person or an identity. */
export type MemberRef = { personId: string } | { identityId: string }

/** Whether a person or an identity belongs to the organization. */
export async function isOrganizationMember(db: Queryable, orgId: string, member: MemberRef): Promise<boolean> {
  let query = db.selectFrom('memberships').select('id').where('org_id', '=', orgId).where('project_id', 'is', null)
  query =
    'personId' in member
      ? query.where('person_id', '=', member.personId)
      : query.where('identity_id', '=', member.identityId)
  return (await query.executeTakeFirst()) !== undefined
}

/** Gives a role in a scope, replacing the role held there before. */
export async function upsertMembership(
  db: Queryable,
  membership: { id: string; orgId: string; projectId: string | null; member: MemberRef; role: string },
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

/** Locks the admins of an organization for this transaction and counts those other than `member`. */
export async function otherAdmins(db: Queryable, orgId: string, member: MemberRef): Promise<number> {
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

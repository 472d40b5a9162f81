import type { OrganizationRole, ProjectRole } from '@app-connections/schemas'

/** What a member of the organization may be, with what that means. */
export const organizationRoleWords: Record<OrganizationRole, { name: string; meaning: string }> = {
  admin: { name: 'Admin', meaning: 'manages connections, people, machines and projects' },
  member: { name: 'Member', meaning: 'sees and uses the organization’s connections' },
  'no-access': { name: 'Projects only', meaning: 'sees nothing but the projects that admit them' },
}

/** What a member of a project may be, with what that means. */
export const projectRoleWords: Record<ProjectRole, { name: string; meaning: string }> = {
  admin: { name: 'Admin', meaning: 'manages the connections and members of the project' },
  member: { name: 'Member', meaning: 'sees and uses its connections' },
  viewer: { name: 'Viewer', meaning: 'sees its connections' },
}

export const organizationRoles: readonly OrganizationRole[] = ['admin', 'member', 'no-access']
export const projectRoles: readonly ProjectRole[] = ['admin', 'member', 'viewer']

/** A role in a project as the service names it, in words. */
export function projectRoleName(role: string): string {
  const known = projectRoles.find((each) => each === role)
  return known === undefined ? role : projectRoleWords[known].name
}

/** A role in the organization as the service names it, in words; who has none is in projects alone. */
export function organizationRoleName(role: string | null): string {
  if (role === null) return 'None'
  const known = organizationRoles.find((each) => each === role)
  return known === undefined ? role : organizationRoleWords[known].name
}

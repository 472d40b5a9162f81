import type { OrganizationRole, ProjectRole } from '@app-connections/schemas'

/** The roles in an organization, with their meaning. */
export const organizationRoleWords: Record<OrganizationRole, { name: string; meaning: string }> = {
  admin: { name: 'Admin', meaning: 'manages connections, people, machines and projects' },
  member: { name: 'Member', meaning: 'sees and uses the organization’s connections' },
  'no-access': { name: 'Projects only', meaning: 'sees only the projects they are added to' },
}

/** The roles in a project, with their meaning. */
export const projectRoleWords: Record<ProjectRole, { name: string; meaning: string }> = {
  admin: { name: 'Admin', meaning: 'manages the connections and members of the project' },
  member: { name: 'Member', meaning: 'sees and uses its connections' },
  viewer: { name: 'Viewer', meaning: 'sees its connections' },
}

export const organizationRoles: readonly OrganizationRole[] = ['admin', 'member', 'no-access']
export const projectRoles: readonly ProjectRole[] = ['admin', 'member', 'viewer']

/** The name of a role in a project; a role unknown here stays as the service writes it. */
export function projectRoleName(role: string): string {
  const known = projectRoles.find((each) => each === role)
  return known === undefined ? role : projectRoleWords[known].name
}

/** The name of a role in the organization; null: a member of projects only. */
export function organizationRoleName(role: string | null): string {
  if (role === null) return 'None'
  const known = organizationRoles.find((each) => each === role)
  return known === undefined ? role : organizationRoleWords[known].name
}

import type { OrganizationRole, ProjectRole } from '@app-connections/schemas'

/** Roles as the service tells them. `role` null in the organization: a member of projects alone. */
export interface Roles {
  organization: OrganizationRole | null
  projects: readonly { id: string; role: ProjectRole }[]
}

/**
 * Whether to offer creating and deleting in a scope (`projectId` null: the organization's own connections). This decides
 * what is shown and nothing else: the service judges every call by itself.
 */
export function offersChanges(roles: Roles, projectId: string | null): boolean {
  if (projectId === null) return roles.organization === 'admin'
  return roles.projects.some(({ id, role }) => id === projectId && role === 'admin')
}

import type { OrganizationRole, ProjectRole } from '@app-connections/schemas'

/** Roles as the service sends them. `organization` null: a member of projects only. */
export interface Roles {
  organization: OrganizationRole | null
  projects: readonly { id: string; name: string; role: ProjectRole }[]
}

/** The visitor's roles, from the session and the list of projects; without projects until that list is loaded. */
export function rolesOf(
  organization: { role: OrganizationRole | null },
  projects: Roles['projects'] | undefined = [],
): Roles {
  return { organization: organization.role, projects }
}

/**
 * Whether to offer creating, changing and deleting in a scope (`projectId` null: the organization's own connections).
 * This only decides what is shown: the service authorizes every call.
 */
export function offersChanges(roles: Roles, projectId: string | null): boolean {
  return roleIn(roles, projectId) === 'admin'
}

/** Whether to offer what uses a connection of the scope. */
export function offersUse(roles: Roles, projectId: string | null): boolean {
  return ['admin', 'member'].includes(roleIn(roles, projectId) ?? '')
}

function roleIn(roles: Roles, projectId: string | null): string | null | undefined {
  return projectId === null ? roles.organization : roles.projects.find(({ id }) => id === projectId)?.role
}

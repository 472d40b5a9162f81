import type { OrgId } from '@app-connections/db'
import {
  type OrganizationRole,
  organizationRoleSchema,
  type ProjectRole,
  projectRoleSchema,
} from '@app-connections/schemas'
import { denied } from '../failures/access.ts'

export type ConnectionAction = 'read' | 'create' | 'edit' | 'delete' | 'connect' | 'grant'

/** What a role in the organization allows with the organization's own connections, never with those of a project. */
const organization: Record<
  OrganizationRole,
  { 'app-connections': readonly ConnectionAction[]; manage: readonly ManageSubject[] }
> = {
  admin: {
    'app-connections': ['read', 'create', 'edit', 'delete', 'connect', 'grant'],
    manage: [
      'projects',
      'members',
      'invitations',
      'identities',
      'client-secrets',
      'access-tokens',
      'audit-events',
      'webhooks',
      'organization',
    ],
  },
  member: { 'app-connections': ['read', 'connect'], manage: [] },
  'no-access': { 'app-connections': [], manage: [] },
}

/** What may be done with the secrets of a project; `read` shows their keys, `read-value` also their values. */
export type SecretAction = 'read' | 'read-value' | 'create' | 'edit' | 'delete'

/** What may be done with the syncs of a project; `sync-secrets` also plans, undoes and resumes. */
export type SyncAction = 'read' | 'create' | 'edit' | 'delete' | 'sync-secrets' | 'import-secrets' | 'remove-secrets'

interface ProjectRights {
  readonly 'app-connections': readonly ConnectionAction[]
  readonly secrets: readonly SecretAction[]
  readonly 'secret-syncs': readonly SyncAction[]
  readonly manage: readonly 'members'[]
}

/** What a role in a project allows there. A role in the organization allows nothing in a project. */
const project: Record<ProjectRole, ProjectRights> = {
  admin: {
    'app-connections': ['read', 'create', 'edit', 'delete', 'connect', 'grant'],
    secrets: ['read', 'read-value', 'create', 'edit', 'delete'],
    'secret-syncs': ['read', 'create', 'edit', 'delete', 'sync-secrets', 'import-secrets', 'remove-secrets'],
    manage: ['members'],
  },
  member: {
    'app-connections': ['read', 'connect'],
    secrets: ['read', 'read-value', 'create', 'edit', 'delete'],
    'secret-syncs': ['read', 'sync-secrets', 'import-secrets'],
    manage: [],
  },
  viewer: { 'app-connections': ['read'], secrets: ['read'], 'secret-syncs': ['read'], manage: [] },
}

/** What only an admin of the organization may manage. */
export type ManageSubject =
  | 'projects'
  | 'members'
  | 'invitations'
  | 'identities'
  | 'client-secrets'
  | 'access-tokens'
  | 'audit-events'
  | 'webhooks'
  | 'organization'

/** The caller's place in the organization that the call is for. */
export interface Membership {
  orgId: OrgId
  role: OrganizationRole
  projects: ReadonlyMap<string, { role: ProjectRole; id: string; name: string; slug: string; type: string }>
}

/** Whether the member may do `action` with connections of a scope (`projectId` null: the organization's own). */
export function mayWithConnections(member: Membership, projectId: string | null, action: ConnectionAction): boolean {
  if (projectId === null) return organization[member.role]['app-connections'].includes(action)
  const place = member.projects.get(projectId)
  return place !== undefined && project[place.role]['app-connections'].includes(action)
}

/** The roles in a scope that allow `action` with its connections, as they are stored. */
export function rolesAllowing(projectId: string | null, action: ConnectionAction): string[] {
  const roles: readonly string[] = projectId === null ? organizationRoleSchema.options : projectRoleSchema.options
  return roles.filter((role) => roleAllows(role, projectId, action))
}

/** Whether a stored role in a scope allows `action` with its connections. */
export function roleAllows(role: string, projectId: string | null, action: ConnectionAction): boolean {
  if (projectId === null) return organization[readOrganizationRole(role)]['app-connections'].includes(action)
  const known = readProjectRole(role)
  return known !== undefined && project[known]['app-connections'].includes(action)
}

/** Throws 403 unless the member may do `action` with connections of the scope. */
export function requireConnections(member: Membership, projectId: string | null, action: ConnectionAction): void {
  if (!mayWithConnections(member, projectId, action)) throw denied(action, 'app-connections')
}

/** Whether the member may do `action` with the secrets of a project. */
export function mayWithSecrets(member: Membership, projectId: string, action: SecretAction): boolean {
  const place = member.projects.get(projectId)
  return place !== undefined && project[place.role].secrets.includes(action)
}

/** Whether the member may do `action` with the syncs of a project. */
export function mayWithSyncs(member: Membership, projectId: string, action: SyncAction): boolean {
  const place = member.projects.get(projectId)
  return place !== undefined && project[place.role]['secret-syncs'].includes(action)
}

/** Whether a stored role in a project allows `action` with its syncs. */
export function roleMaySync(role: string, action: SyncAction): boolean {
  const known = readProjectRole(role)
  return known !== undefined && project[known]['secret-syncs'].includes(action)
}

/** Throws 403 unless the member manages `subject` in the organization. */
export function requireManagement(member: Membership, action: string, subject: ManageSubject): void {
  if (!organization[member.role].manage.includes(subject)) throw denied(action, subject)
}

/** Whether the member may decide who else is in a project. */
export function managesProjectMembers(member: Membership, projectId: string): boolean {
  const place = member.projects.get(projectId)
  return place !== undefined && project[place.role].manage.includes('members')
}

/** Whether a role gives less than the stored role before it, in the organization (`projectId` null) or in a project. */
export function isLower(projectId: string | null, role: string, before: string): boolean {
  // The schemas list the roles from the highest to the lowest.
  const roles: readonly string[] = projectId === null ? organizationRoleSchema.options : projectRoleSchema.options
  return roles.includes(before) && roles.indexOf(role) > roles.indexOf(before)
}

/** The role of a stored word. A word that this release does not know gives no rights. */
export function readOrganizationRole(role: string): OrganizationRole {
  return organizationRoleSchema.safeParse(role).data ?? 'no-access'
}

export function readProjectRole(role: string): ProjectRole | undefined {
  return projectRoleSchema.safeParse(role).data
}

import { denied } from '../failures/access.ts'
import { unknownProject } from '../failures/organizations.ts'
import {
  type ConnectionAction,
  type Membership,
  mayWithSecrets,
  mayWithSyncs,
  requireConnections,
  type SecretAction,
  type SyncAction,
} from './policy.ts'

/**
 * Throws 404 unless the caller is in the project, since others may not know whether it exists. The refusal is audited.
 */
export function requireProject(member: Membership, projectId: string): void {
  if (!member.projects.has(projectId)) throw unknownProject(projectId).hiding()
}

/** Throws 404 as `requireProject` does, and 403 unless the member may do `action` with connections of the scope. */
export function requireScope(member: Membership, projectId: string | null, action: ConnectionAction): void {
  if (projectId !== null) requireProject(member, projectId)
  requireConnections(member, projectId, action)
}

/** Throws 404 as `requireProject` does, and 403 unless the member may do `action` with the project's secrets. */
export function requireSecrets(member: Membership, projectId: string, action: SecretAction): void {
  requireProject(member, projectId)
  if (!mayWithSecrets(member, projectId, action)) throw denied(action, 'secrets')
}

/** The same for the project's syncs. */
export function requireSyncs(member: Membership, projectId: string, action: SyncAction): void {
  requireProject(member, projectId)
  if (!mayWithSyncs(member, projectId, action)) throw denied(action, 'secret-syncs')
}

import { OperationError } from '../failures/errors.ts'
import type { Membership } from './policy.ts'

/** Throws 404 unless the caller is in the project: who is not may not know whether it exists, and that they asked is on record. */
export function requireProject(member: Membership, projectId: string): void {
  if (!member.projects.has(projectId)) throw projectNotFound(projectId, { byPolicy: true })
}

/** The 404 of a project; `byPolicy` where it may be there, but not for this caller. */
export function projectNotFound(id: string, options: { byPolicy?: boolean } = {}): OperationError {
  return new OperationError('NotFound', `Could not find project with ID ${id.slice(0, 64)}`, options)
}

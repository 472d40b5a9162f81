import { unknownProject } from '../failures/organizations.ts'
import type { Membership } from './policy.ts'

/** Throws 404 unless the caller is in the project: who is not may not know whether it exists, and that they asked is on record. */
export function requireProject(member: Membership, projectId: string): void {
  if (!member.projects.has(projectId)) throw unknownProject(projectId).hiding()
}

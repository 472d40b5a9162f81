import type { OrgId } from '@app-connections/db'
import { connectionNameConstraint, connectionNameTaken, isUniqueViolation } from '@app-connections/db'
import { nameTaken } from '../failures/connections.ts'
import type { Services } from '../services/services.ts'

/** Throws 400 where the name is taken in its scope. Called before the platform is asked, to save that call. */
export async function requireFreeName(
  services: Services,
  scope: { orgId: OrgId; projectId: string | null; name: string },
): Promise<void> {
  if (await connectionNameTaken(services.db, scope)) throw nameTaken(scope.name)
}

/** The same 400 for a name that was taken between the check and the write. */
export function orNameTaken(error: unknown, name: string): unknown {
  return isUniqueViolation(error, connectionNameConstraint) ? nameTaken(name) : error
}

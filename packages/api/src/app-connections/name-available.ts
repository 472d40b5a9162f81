import { connectionNameTaken } from '@app-connections/db'
import { requireScope } from '../access/require-project.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Whether a new connection could have that name in its scope. Only the write decides for good. Errors: 403 (the caller
 * may not create connections there), 404 (a project that the caller may not know).
 */
export async function nameAvailable({
  ctx: { member, services },
  input,
}: {
  ctx: MemberContext
  input: { name: string; projectId?: string | undefined; exceptConnectionId?: string | undefined }
}): Promise<{ available: boolean }> {
  const projectId = input.projectId ?? null
  requireScope(member, projectId, 'create')
  const scope = { orgId: member.orgId, projectId, name: input.name }
  return { available: !(await connectionNameTaken(services.db, scope, input.exceptConnectionId)) }
}

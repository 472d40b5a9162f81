import { selectSets } from '@app-connections/db'
import type { ConfigSet } from '@app-connections/schemas'
import { requireSecrets } from '../access/require-project.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'

/** The config sets of a project, by environment and path. Errors: 404 (the project), 429. */
export async function listSets({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { projectId: string }
}): Promise<ConfigSet[]> {
  const { member, services } = ctx
  requireSecrets(member, input.projectId, 'read')
  const read = (limit: number) => selectSets(services.db, member.orgId, input.projectId, limit)
  return wholeList(ctx, read, (row) => ({
    id: row.id,
    projectId: row.project_id,
    environment: { id: row.environment_id, slug: row.environment, name: row.environment },
    secretPath: row.path,
    revision: row.revision,
    keys: row.keys,
  }))
}

import { selectSyncsOfConnection } from '@app-connections/db'
import type { App, ConnectionUsage } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { findConnection } from '../connection/find.ts'
import { tooManyForOneAnswer } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'
import { listed, mostRows } from '../procedure/long-answer.ts'

/**
 * What depends on a connection, by project. Whoever may delete it sees all of that; others what is in their projects.
 * Errors: 404, 400 (another app, more than one answer holds), 429.
 */
export async function usage({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<ConnectionUsage> {
  const { member, services } = ctx
  const { org_id: orgId, id, project_id: projectId } = await findConnection(ctx, input, 'read')
  const rows = await listed(ctx, () => selectSyncsOfConnection(services.db, orgId, id, mostRows + 1))
  if (rows.length > mostRows) throw tooManyForOneAnswer(mostRows)
  const all = mayWithConnections(member, projectId, 'delete')
  const shown = rows.filter(({ project }) => all || member.projects.has(project.id))
  const projects = [...Map.groupBy(shown, ({ project }) => project.id).values()].flatMap((syncs) => {
    const [first] = syncs
    if (first === undefined) return []
    const secretSyncs = syncs.map((sync) => ({ id: sync.id, name: sync.name }))
    return [{ ...first.project, resources: { secretSyncs, secretRotations: [], externalCas: [], dataSources: [] } }]
  })
  return { projects }
}

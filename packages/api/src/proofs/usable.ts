import { selectGrantedConnections } from '@app-connections/db'
import { type AvailableConnection, appSchema } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The most connections of an answer; who has grants of more names the one they mean. */
const most = 500

/**
 * The connections on which the caller may do anything, by name: those of which they hold a live grant. With `connection`
 * the one of this id, or those of this name.
 */
export async function usable({
  ctx: { member, actor, services },
  input,
}: {
  ctx: MemberContext
  input: { connection?: string | undefined }
}): Promise<AvailableConnection[]> {
  const wanted = { holderId: actor.id, named: input.connection, limit: most }
  const rows = await selectGrantedConnections(services.db, member.orgId, wanted)
  return rows.flatMap(({ app, ...row }) => {
    const known = appSchema.safeParse(app)
    // One of a platform that this release does not know cannot be used through it.
    if (!known.success || !mayWithConnections(member, row.projectId, 'read')) return []
    return [{ app: known.data, ...row, orgId: member.orgId }]
  })
}

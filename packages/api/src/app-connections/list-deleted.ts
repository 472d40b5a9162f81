import { selectDeletedConnections } from '@app-connections/db'
import type { Connection } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { shapeConnection } from '../connection/shape.ts'
import { isKnown } from '../health/kind.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The deleted connections that the caller may restore, last deleted first, each with the time of its deletion. */
export async function listDeleted({
  ctx: { member, services },
}: {
  ctx: MemberContext
}): Promise<(Connection & { deletedAt: string | null })[]> {
  const rows = await selectDeletedConnections(services.db, member.orgId)
  return rows
    .filter((row) => isKnown(row) && mayWithConnections(member, row.project_id, 'delete'))
    .map((row) => ({ ...shapeConnection(row, member), deletedAt: row.deleted_at?.toISOString() ?? null }))
}

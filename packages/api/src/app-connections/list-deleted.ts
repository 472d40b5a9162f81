import { type ConnectionRow, selectDeletedIds, selectDeletedOfIds } from '@app-connections/db'
import type { Connection } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { shapeConnection } from '../connection/shape.ts'
import { isKnown } from '../health/kind.ts'
import type { MemberContext } from '../procedure/context.ts'
import { longAnswer } from '../procedure/long-answer.ts'

/** The most deleted connections in one answer: those that were deleted last. */
const mostDeleted = 500

type Deleted = Connection & { deletedAt: string | null }

/**
 * The deleted connections that the caller may restore, last deleted first, each with the time of its deletion. Read in
 * parts. Errors: 429.
 */
export async function listDeleted({ ctx }: { ctx: MemberContext }): Promise<Deleted[]> {
  const { member, services } = ctx
  const scopes = {
    orgId: member.orgId,
    organizationLevel: mayWithConnections(member, null, 'delete'),
    projectIds: [...member.projects.keys()].filter((id) => mayWithConnections(member, id, 'delete')),
  }
  const shape = (row: ConnectionRow): Deleted => ({
    ...shapeConnection(row, member),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  })
  return longAnswer(
    ctx,
    {
      select: () => selectDeletedIds(services.db, scopes, mostDeleted),
      read: (ids) => selectDeletedOfIds(services.db, scopes, ids),
    },
    (rows) => rows.filter(isKnown).map(shape),
  )
}

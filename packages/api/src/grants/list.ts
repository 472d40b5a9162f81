import { selectGrants } from '@app-connections/db'
import type { GrantsPage, ListGrants } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { decodePlaceInTime, encodePlaceInTime } from '../cursor.ts'
import type { MemberContext } from '../procedure/context.ts'
import { administers } from './find.ts'
import { shapeGrant } from './shape.ts'

/**
 * The grants of a connection, newest first, those that ended in the last 30 days included. An admin of its scope sees
 * all, others those that they hold and the children of these. Errors: 404, 400 (another app, a strange cursor).
 */
export async function listGrants({ ctx, input }: { ctx: MemberContext; input: ListGrants }): Promise<GrantsPage> {
  const connection = await findConnection(ctx, input, 'read')
  const rows = await selectGrants(ctx.services.db, {
    orgId: connection.org_id,
    connectionId: connection.id,
    ...(administers(ctx, connection) ? {} : { memberId: ctx.actor.id }),
    ...(input.cursor === undefined ? {} : { after: decodePlaceInTime(input.cursor) }),
    limit: input.limit + 1,
  })
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined
  return {
    grants: rows.slice(0, input.limit).map((row) => shapeGrant(row, connection)),
    ...(last === undefined ? {} : { nextCursor: encodePlaceInTime({ at: last.createdAt, id: last.id }) }),
  }
}

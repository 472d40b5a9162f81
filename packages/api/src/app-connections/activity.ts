import { selectDays, selectUsers } from '@app-connections/db'
import type { ConnectionActivity } from '@app-connections/schemas'
import { actionKinds } from '../connection/action-kinds.ts'
import { findConnection } from '../connection/find.ts'
import { shapeActor } from '../connection/shape-actor.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The number of days shown, today included. Days are those of UTC. */
const daysShown = 30
const dayMs = 86_400_000

/** The number of actors named at most. */
const mostActors = 50

/** Uses and changes of a connection on each of the last 30 days, and who used it. Opens nothing. Errors: 404. */
export async function activity({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { connectionId: string }
}): Promise<ConnectionActivity> {
  const { services } = ctx
  const found = await findConnection(ctx, input, 'read')
  const connection = { orgId: found.org_id, id: found.id }
  const now = services.now()
  const since = new Date((Math.floor(now.getTime() / dayMs) - daysShown + 1) * dayMs)
  const [days, users] = await Promise.all([
    selectDays(services.db, connection, actionKinds, { until: now, days: daysShown }),
    selectUsers(services.db, connection, { since, actions: actionKinds.use, limit: mostActors }),
  ])
  return {
    days,
    actors: users.flatMap((row) => {
      const actor = shapeActor(row)
      return actor === null ? [] : [{ ...actor, uses: row.uses, lastUsedAt: row.lastUsedAt.toISOString() }]
    }),
  }
}

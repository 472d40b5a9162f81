import { countConnections, selectChanges, selectEnding, selectFailing, selectUses } from '@app-connections/db'
import type { ConnectionsOverview } from '@app-connections/schemas'
import { actionKinds } from '../connection/action-kinds.ts'
import { readableScopes } from '../connection/scopes.ts'
import { shapeConnection } from '../connection/shape.ts'
import { shapeActor } from '../connection/shape-actor.ts'
import { expiringAt } from '../health/health.ts'
import { isKnown } from '../health/kind.ts'
import type { MemberContext } from '../procedure/context.ts'
import { recentUses, usesByActor } from './uses.ts'

/** The length of each list at most. */
const mostShown = 20

/** How far back the changes go, in milliseconds: a week. */
const changesOfMs = 7 * 86_400_000

/**
 * A summary of the connections that the caller may read: how many there are, which fail, which end soon, which changed.
 * Opens nothing. Errors: 403 (nothing may be read).
 */
export async function overview({ ctx }: { ctx: MemberContext }): Promise<ConnectionsOverview> {
  const { member, services } = ctx
  const scopes = readableScopes(member)
  const now = services.now()
  const ending = expiringAt(now)
  const since = new Date(now.getTime() - changesOfMs)
  const [counts, failing, expiring, changes, uses] = await Promise.all([
    countConnections(services.db, scopes, ending),
    selectFailing(services.db, scopes, mostShown),
    selectEnding(services.db, scopes, ending, mostShown),
    selectChanges(services.db, { scopes, since, actions: actionKinds.change, limit: mostShown }),
    selectUses(services.db, { orgId: member.orgId, scopes, ...recentUses(now) }),
  ])
  return {
    counts,
    failing: failing.filter(isKnown).map((row) => shapeConnection(row, member)),
    expiring: expiring.filter(isKnown).map((row) => shapeConnection(row, member)),
    changes: changes.map((row) => ({
      at: row.at.toISOString(),
      action: row.action,
      outcome: row.outcome,
      connectionId: row.connectionId,
      connectionName: row.connectionName ?? '',
      actor: shapeActor(row),
    })),
    uses: usesByActor(uses, mostShown),
  }
}

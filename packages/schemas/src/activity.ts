import * as z from 'zod'
import { connectionIdSchema } from './connection.ts'
import { connectionSchema } from './connections.ts'
import { usesByActorSchema } from './uses.ts'

const count = z.int().min(0)
const time = z.iso.datetime({ precision: 3 })

/** Who did something: a person, a machine identity, or another word of the audit trail. The name is the one of today. */
const actorSchema = z.object({ type: z.string(), id: z.uuid(), name: z.string() })

/** Something that was done to a connection; `actor` is null where the service itself did it. */
const connectionChangeSchema = z.object({
  at: time,
  action: z.string(),
  outcome: z.string(),
  connectionId: z.uuid(),
  /** As it was called then. */
  connectionName: z.string(),
  actor: actorSchema.nullable(),
})
export type ConnectionChange = z.output<typeof connectionChangeSchema>

/**
 * The output of `appConnections.overview`, over the connections that the caller may read. `failing`: those that must be
 * reconnected, then the degraded ones, the longest first. `expiring`: those whose credential ends within 7 days, or has
 * ended, and that nothing renews, the next first. `changes`: of the last 7 days, the newest first. `uses`: who used what
 * through grants in these days, the latest first. At most 20 each; `counts` are of all.
 */
export const connectionsOverviewSchema = z.object({
  counts: z.object({
    total: count,
    healthy: count,
    degraded: count,
    reconnect_required: count,
    unchecked: count,
    expiring: count,
  }),
  failing: z.array(connectionSchema),
  expiring: z.array(connectionSchema),
  changes: z.array(connectionChangeSchema),
  uses: z.array(usesByActorSchema),
})
export type ConnectionsOverview = z.output<typeof connectionsOverviewSchema>

/** The input of `appConnections.activity`. */
export const connectionActivityInputSchema = z.object({ connectionId: connectionIdSchema })

/**
 * The output of `appConnections.activity`: 30 days in UTC, today included, the oldest first. `checks` count those that
 * the service made by itself and those that were asked for; `uses` how often it was used for a caller, and
 * `failedUses` those of them that the platform refused. `actors`: who used it in these days, the busiest first.
 */
export const connectionActivitySchema = z.object({
  days: z.array(
    z.object({
      day: z.iso.date(),
      checks: count,
      failedChecks: count,
      refreshes: count,
      failedRefreshes: count,
      uses: count,
      failedUses: count,
      changes: count,
    }),
  ),
  actors: z.array(actorSchema.extend({ uses: count, lastUsedAt: time })),
})
export type ConnectionActivity = z.output<typeof connectionActivitySchema>

import * as z from 'zod'

const actor = z.object({ type: z.string(), id: z.uuid(), name: z.string() })

const counted = z.object({
  connectionId: z.uuid(),
  /** As it was called then. */
  connectionName: z.string(),
  uses: z.int(),
  /** How many of them the platform refused, or broke off. */
  failed: z.int(),
  lastUsedAt: z.iso.datetime({ precision: 3 }),
})

/** Uses of a connection by one person or machine identity. */
export const usesByActorSchema = counted.extend({ actor: actor.nullable() })
export type UsesByActor = z.output<typeof usesByActorSchema>

/**
 * The output of `appConnections.uses`: what was used through grants in the last 7 days, the latest first. A use that two
 * grants open together is counted for both. `complete`: whether all uses of these days are counted, and not the newest
 * ones alone.
 */
export const connectionUsesSchema = z.object({
  grants: z.array(usesByActorSchema.extend({ grantId: z.uuid() })),
  /** By what was used at the platform; uses of nothing in particular are left out. */
  apps: z.array(counted.extend({ app: z.object({ id: z.string(), name: z.string().nullable() }) })),
  complete: z.boolean(),
})
export type ConnectionUses = z.output<typeof connectionUsesSchema>

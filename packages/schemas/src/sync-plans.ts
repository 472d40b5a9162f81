import * as z from 'zod'
import { syncRefSchema } from './secret-syncs.ts'
import { yesNoSchema } from './text.ts'

/** One plan of a sync. */
export const planRefSchema = syncRefSchema.extend({ planId: z.uuid('Invalid uuid') })

/** The input of `secretSyncs.undo`; without a plan, the latest that was applied and changed something. */
export const undoSchema = syncRefSchema.extend({ planId: z.uuid('Invalid uuid').optional() })

/** The input of `secretSyncs.applyPlan`. With `skipConflicts` keys that are in conflict are left as they are. */
export const applyPlanSchema = planRefSchema.extend({ skipConflicts: yesNoSchema.default(false) })
export type ApplyPlan = z.output<typeof applyPlanSchema>

/** The input of `secretSyncs.approvePlan`: `hash` is that of the plan as whoever approves it has seen it. */
export const approvePlanSchema = planRefSchema.extend({
  hash: z
    .string()
    .max(64, 'hash is that of the plan, 64 hex digits')
    .regex(/^[0-9a-f]{64}$/, 'hash is that of the plan, 64 hex digits'),
})
export type ApprovePlan = z.output<typeof approvePlanSchema>

const time = z.iso.datetime({ precision: 3 })

/** What becomes of a key. */
export const planActionSchema = z.enum([
  'add',
  'change',
  'remove',
  'keep',
  'foreign',
  'attachment',
  'hidden',
  'conflict',
])
export type PlanAction = z.output<typeof planActionSchema>

/** Whose a key is: of this sync, of another (`ownerId`), of what is attached to the resource, or of nobody here. */
export const planOwnerSchema = z.enum(['sync', 'other-sync', 'attachment', 'nobody'])

/**
 * One key in a plan. `before` and `after` are digests of the values, alike for values that are alike; null where there is
 * none or none is shown.
 */
export const planRowSchema = z.object({
  key: z.string(),
  action: planActionSchema,
  owner: planOwnerSchema,
  ownerId: z.uuid().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Whether the sync takes over a key that was nobody's. */
  taken: z.boolean(),
})
export type PlanRowShape = z.output<typeof planRowSchema>

/** `sending` until it is known how it ended; `void`: the set or the resource had moved. */
export const planStateSchema = z.enum(['planned', 'sending', 'applied', 'failed', 'void'])
export type PlanState = z.output<typeof planStateSchema>

/** A plan. `outcome` says of each key that it changes which value the resource has. */
export const planSchema = z.object({
  id: z.uuid(),
  syncId: z.uuid(),
  kind: z.enum(['sync', 'undo', 'remove', 'put-back', 'take-in']),
  undoes: z.uuid().nullable(),
  state: planStateSchema,
  /** The release of the resource that it was made for, and the one that its change made. */
  release: z.int(),
  releaseMade: z.int().nullable(),
  /** What the resource had: alike for plans that found the same. */
  digest: z.string(),
  /** Of all that it would do: what an approval is bound to. Null for a plan of an earlier release. */
  hash: z.string().nullable(),
  /** Null for a plan of a run. */
  madeBy: z.uuid().nullable(),
  /** The person or identity who has approved it. */
  approvedBy: z.uuid().nullable(),
  approvedAt: time.nullable(),
  rows: z.array(planRowSchema),
  warnings: z.array(z.string()),
  outcome: z.array(z.object({ key: z.string(), holds: z.enum(['new', 'old', 'other']) })).nullable(),
  createdAt: time,
  endedAt: time.nullable(),
})
export type Plan = z.output<typeof planSchema>

import * as z from 'zod'
import { appSchema } from './apps/index.ts'
import { connectionDescriptionSchema, connectionIdSchema, projectIdSchema } from './connection.ts'
import { slugSchema } from './organization.ts'
import { secretPathSchema } from './secrets.ts'
import { textSchema, yesNoSchema } from './text.ts'

/** A *sync* binds a config set to a resource of a connection; a *plan* is what it would change there now. */

/** The name of a sync. */
const syncNameSchema = z
  .string()
  .trim()
  .min(1, 'name field must be at least 1 lowercase character')
  .max(256, 'name field must be at most 256 lowercase characters')
  .regex(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'name field can only contain lowercase letters, numbers, and hyphens')

const keySchemaSchema = z
  .string()
  .trim()
  .max(255, 'Key schema cannot exceed 255 characters')
  .refine(
    (schema) =>
      schema === '' ||
      (schema.includes('{{secretKey}}') && /^(?:[\w/-]|\{\{(?:secretKey|environment)\}\})*$/.test(schema)),
    'Key schema must include exactly one {{secretKey}} placeholder, and may hold {{environment}}, letters, numbers, _, - and /',
  )

/** What a sync does with keys that are in both, or only at the resource; and how it names keys there. */
export const syncOptionsSchema = z.object({
  initialSyncBehavior: z.enum(['overwrite-destination', 'import-prioritize-source', 'import-prioritize-destination']),
  keySchema: keySchemaSchema.optional(),
  disableSecretDeletion: z.boolean().optional(),
})
export type SyncOptions = z.output<typeof syncOptionsSchema>

/** The resource, by its id at the platform and by name. */
const destinationSchema = z.object({
  app: textSchema.min(1, 'App required').max(255, 'No app has an ID so long'),
  appName: textSchema.min(1, 'App name required').max(255, 'No app has a name so long'),
})

/** The input of `secretSyncs.create`. */
export const createSyncSchema = z.object({
  destination: appSchema,
  name: syncNameSchema,
  projectId: projectIdSchema,
  description: connectionDescriptionSchema.optional(),
  connectionId: connectionIdSchema,
  environment: slugSchema,
  secretPath: secretPathSchema,
  isAutoSyncEnabled: z.boolean().default(true),
  syncOptions: syncOptionsSchema,
  destinationConfig: destinationSchema,
})
export type CreateSync = z.output<typeof createSyncSchema>

export const listSyncsSchema = z.object({ projectId: projectIdSchema })

/** One sync. */
export const syncRefSchema = z.object({ syncId: z.uuid('Invalid uuid') })

/** One plan of a sync. */
export const planRefSchema = syncRefSchema.extend({ planId: z.uuid('Invalid uuid') })

/** The input of `secretSyncs.applyPlan`. With `skipConflicts` keys that are in conflict are left as they are. */
export const applyPlanSchema = planRefSchema.extend({ skipConflicts: yesNoSchema.default(false) })
export type ApplyPlan = z.output<typeof applyPlanSchema>

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
  kind: z.enum(['sync', 'undo']),
  undoes: z.uuid().nullable(),
  state: planStateSchema,
  /** The release of the resource that it was made for, and the one that its change made. */
  release: z.int(),
  releaseMade: z.int().nullable(),
  rows: z.array(planRowSchema),
  warnings: z.array(z.string()),
  outcome: z.array(z.object({ key: z.string(), holds: z.enum(['new', 'old', 'other']) })).nullable(),
  createdAt: time,
  endedAt: time.nullable(),
})
export type Plan = z.output<typeof planSchema>

/** A sync as callers see it. */
export const syncSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  isAutoSyncEnabled: z.boolean(),
  version: z.int(),
  folderId: z.uuid(),
  connectionId: z.uuid(),
  projectId: z.uuid(),
  createdAt: time,
  updatedAt: time,
  syncOptions: syncOptionsSchema,
  connection: z.object({ app: appSchema, name: z.string(), id: z.uuid() }),
  environment: z.object({ slug: z.string(), name: z.string(), id: z.uuid() }),
  folder: z.object({ id: z.uuid(), path: z.string() }),
  destination: appSchema,
  destinationConfig: z.object({ app: z.string(), appName: z.string() }),
})
export type Sync = z.output<typeof syncSchema>

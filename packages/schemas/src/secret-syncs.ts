import * as z from 'zod'
import { destinationIdSchemaOf, destinationSchemaOf, syncAppSchema, syncApps } from './apps/destinations.ts'
import { type App, appSchema } from './apps/index.ts'
import { nonEmpty } from './apps/non-empty.ts'
import { connectionDescriptionSchema, connectionIdSchema } from './connection.ts'
import { idempotencyKeySchema } from './connections.ts'
import { slugSchema } from './organization.ts'
import { secretPathSchema } from './secrets.ts'
import { textSchema, yesNoSchema } from './text.ts'

/**
 * A *sync* binds a config set to a resource of a connection; a *plan* is what it would change there now; a *run* is its work
 * in the background. Fields and sentences are those of Infisical's secret syncs, whose clients may be used.
 */

/** The name of a sync. */
const syncNameSchema = z
  .string()
  .trim()
  .min(1, 'name field must be at least 1 lowercase character')
  .max(256, 'name field must be at most 256 lowercase characters')
  .regex(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'name field can only contain lowercase letters, numbers, and hyphens')

const projectSchema = textSchema.min(1, 'Project ID required').max(255, 'No project has an ID so long')

const pathSchema = (missing: string) => z.string().trim().min(1, missing).max(512).pipe(secretPathSchema)

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

/**
 * What a sync does with keys that are in both, or only at the resource; and how it names keys there. An empty `keySchema`
 * is none. `deleteForeignSecrets` is not Infisical's: with it, keys that are nobody's and not in the set are deleted too.
 */
export const syncOptionsSchema = z
  .object({
    initialSyncBehavior: z.enum(['overwrite-destination', 'import-prioritize-source', 'import-prioritize-destination']),
    keySchema: keySchemaSchema.optional(),
    disableSecretDeletion: z.boolean().optional(),
    recursive: z.boolean().optional(),
    deleteForeignSecrets: z.boolean().optional(),
  })
  .superRefine(({ initialSyncBehavior, recursive, deleteForeignSecrets, disableSecretDeletion }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    const overwrites = initialSyncBehavior === 'overwrite-destination'
    if (recursive === true && !overwrites) refuse('recursive', 'Only overwrite-destination takes paths below')
    if (deleteForeignSecrets === true && (!overwrites || disableSecretDeletion === true)) {
      refuse('deleteForeignSecrets', 'Only overwrite-destination, with deletion, deletes keys of others')
    }
  })
export type SyncOptions = z.output<typeof syncOptionsSchema>

const source = { connectionId: connectionIdSchema, environment: slugSchema }

/** The input of `secretSyncs.create`, by the app that is synced to. */
export const createSyncSchema = z.discriminatedUnion('destination', nonEmpty(syncApps.map(creationOf)))
export type CreateSync = z.output<typeof createSyncSchema>

function creationOf<A extends App>(app: A) {
  return z.object({
    destination: z.literal(app),
    name: syncNameSchema,
    projectId: projectSchema,
    description: connectionDescriptionSchema.optional(),
    ...source,
    secretPath: pathSchema('Secret path required'),
    isAutoSyncEnabled: z.boolean().default(true),
    requiresApproval: z.boolean().default(false),
    syncOptions: syncOptionsSchema,
    destinationConfig: destinationSchemaOf(app),
    idempotencyKey: idempotencyKeySchema.optional(),
  })
}

/** One sync; with `destination` it must be one to that app. */
export const syncRefSchema = z.object({ syncId: z.uuid('Invalid uuid'), destination: syncAppSchema.optional() })

/** One sync of a project by its name. */
export const syncNameRefSchema = z.object({
  projectId: projectSchema,
  syncName: syncNameSchema,
  destination: syncAppSchema.optional(),
})

/** The input of `secretSyncs.update`: what is absent stays; options and destination are replaced whole. */
export const updateSyncSchema = z.discriminatedUnion('destination', nonEmpty(syncApps.map(updateOf)))
export type UpdateSync = z.output<typeof updateSyncSchema>

function updateOf<A extends App>(app: A) {
  return z.object({
    syncId: z.uuid('Invalid uuid'),
    destination: z.literal(app),
    name: syncNameSchema.optional(),
    description: connectionDescriptionSchema.optional(),
    connectionId: source.connectionId.optional(),
    environment: source.environment.optional(),
    secretPath: pathSchema('Invalid secret path').optional(),
    isAutoSyncEnabled: z.boolean().optional(),
    requiresApproval: z.boolean().optional(),
    syncOptions: syncOptionsSchema.optional(),
    destinationConfig: destinationSchemaOf(app).optional(),
  })
}

export const listSyncsSchema = z.object({ projectId: projectSchema, destination: syncAppSchema.optional() })

/** The input of `secretSyncs.remove`. With `removeSecrets` the sync's keys at the resource are deleted first, in a run. */
export const removeSyncSchema = syncRefSchema.extend({ removeSecrets: yesNoSchema.default(false) })
export type RemoveSync = z.output<typeof removeSyncSchema>

/** The input of `secretSyncs.importSecrets`: whose value stays where both have a key. */
export const importSecretsSchema = syncRefSchema.extend({
  importBehavior: z.enum(['prioritize-source', 'prioritize-destination']),
})
export type ImportSecrets = z.output<typeof importSecretsSchema>

/** The input of `secretSyncs.checkDestination`: whether another sync sets values of that resource. */
export const checkDestinationSchema = z.discriminatedUnion('destination', nonEmpty(syncApps.map(checkOf)))
export type CheckDestination = z.output<typeof checkDestinationSchema>

function checkOf<A extends App>(app: A) {
  return z.object({
    destination: z.literal(app),
    destinationConfig: destinationIdSchemaOf(app),
    connectionId: connectionIdSchema.optional(),
    excludeSyncId: z.uuid('Invalid uuid').optional(),
    projectId: z.uuid('Invalid uuid'),
  })
}

/** Whether there is such a sync, and in which project, where the caller may know that. */
export const duplicateSchema = z.object({ hasDuplicate: z.boolean(), duplicateProjectId: z.uuid().optional() })
export type Duplicate = z.output<typeof duplicateSchema>

/** What can be synced to. */
export const syncOptionSchema = z.object({
  name: z.string(),
  connection: appSchema,
  destination: syncAppSchema,
  canImportSecrets: z.boolean(),
})
export type SyncOption = z.output<typeof syncOptionSchema>

const time = z.iso.datetime({ precision: 3 })

/** How work of a sync in the background is going; null where there was none. */
export const runStatusSchema = z.enum(['pending', 'running', 'succeeded', 'failed'])
export type RunStatus = z.output<typeof runStatusSchema>

const status = runStatusSchema.nullable()
const jobId = z.string().nullable()
const message = z.string().nullable()

/** A sync as callers see it. Times of runs are those of the last that succeeded. */
export const syncSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  isAutoSyncEnabled: z.boolean(),
  /** Whether somebody other than its maker has to approve each plan that changes something. Not Infisical's. */
  requiresApproval: z.boolean(),
  /** +1 with every change of what it does. */
  version: z.int(),
  folderId: z.uuid(),
  connectionId: z.uuid(),
  projectId: z.uuid(),
  createdAt: time,
  updatedAt: time,
  ...{ syncStatus: status, lastSyncJobId: jobId, lastSyncMessage: message, lastSyncedAt: time.nullable() },
  ...{ importStatus: status, lastImportJobId: jobId, lastImportMessage: message, lastImportedAt: time.nullable() },
  ...{ removeStatus: status, lastRemoveJobId: jobId, lastRemoveMessage: message, lastRemovedAt: time.nullable() },
  syncOptions: syncOptionsSchema,
  connection: z.object({ app: appSchema, name: z.string(), id: z.uuid() }),
  environment: z.object({ slug: z.string(), name: z.string(), id: z.uuid() }),
  folder: z.object({ id: z.uuid(), path: z.string() }),
  destination: syncAppSchema,
  destinationConfig: z.record(z.string(), z.string()),
})
export type Sync = z.output<typeof syncSchema>

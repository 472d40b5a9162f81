import * as z from 'zod'
import { healthSchema } from './health.ts'
import { rotationSchema } from './rotation.ts'
import { textSchema } from './text.ts'

/**
 * Glossary: the words of the wire, used with the same meaning everywhere.
 *
 * - app: the wire's word for a third-party platform; the code that talks to it is its *provider*
 * - method: how a connection authenticates at its app
 * - credentials: what a caller gives to connect; they go in and never come out
 * - connection: a named, checked and sealed set of credentials of one app, in one scope
 * - scope: the organization itself, or one of its projects
 * - version: +1 whenever the credentials are replaced
 * - revision: +1 whenever anything a caller can set changes; carried by the `ETag`
 */

/** The name of a connection: 1 to 64 of a-z and 0-9 in groups joined by single hyphens, after trimming. */
export const connectionNameSchema = z
  .string()
  .trim()
  .min(1, 'name field must be at least 1 lowercase character')
  .max(64, 'name field must be at most 64 lowercase characters')
  // Empty passes here, so that an empty name is reported once, by `min`.
  .regex(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'name field can only contain lowercase letters, numbers, and hyphens')

/** Up to 256 characters after trimming; `null` clears it, `""` stays `""`. */
export const connectionDescriptionSchema = textSchema.max(256, 'Description cannot exceed 256 characters').nullable()

/** A project by its id. Any text may be asked for: what is no project the caller may know is 404, not 422. */
export const projectIdSchema = z
  .string()
  .min(1, 'Project ID must not be empty')
  .max(255, 'No project has an ID so long')

/** What every connection takes on creation, whatever its app. Unknown keys are accepted and ignored. */
export const createCommonSchema = z.object({
  name: connectionNameSchema,
  description: connectionDescriptionSchema.optional(),
  projectId: projectIdSchema.optional(),
})

/** The project a connection belongs to, as shown inside a connection. */
export const connectionProjectSchema = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  type: z.string(),
})

/** The parts of a connection that do not depend on its app. Times are ISO 8601 in UTC with milliseconds. */
export const connectionCommonSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  credentials: z.strictObject({}),
  version: z.int().min(1),
  orgId: z.uuid(),
  createdAt: z.iso.datetime({ precision: 3 }),
  updatedAt: z.iso.datetime({ precision: 3 }),
  isPlatformManagedCredentials: z.literal(false),
  gatewayId: z.null(),
  projectId: z.string().nullable(),
  isAutoRotationEnabled: z.boolean(),
  rotation: rotationSchema.optional(),
  credentialsHash: z.string().regex(/^[0-9a-f]{64}$/),
  project: connectionProjectSchema.nullable(),
  /** Ours in addition, under one key so that nothing collides. */
  health: healthSchema,
})

/** A connection's id in a path or input. */
export const connectionIdSchema = z.uuid('Invalid uuid')

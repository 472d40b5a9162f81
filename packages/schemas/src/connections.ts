import * as z from 'zod'
import {
  appSchema,
  connectionByApp,
  createCredentialsByApp,
  createFieldsByApp,
  methodSchema,
  updateFieldsByApp,
} from './apps/index.ts'
import {
  connectionCommonSchema,
  connectionDescriptionSchema,
  connectionIdSchema,
  connectionNameSchema,
  createCommonSchema,
  projectIdSchema,
} from './connection.ts'
import { healthStatusSchema } from './health.ts'
import { textSchema, yesNoSchema } from './text.ts'

/** A connection as every call returns it: `credentials` is always `{}`. */
export const connectionSchema = z.intersection(connectionCommonSchema, connectionByApp)
export type Connection = z.output<typeof connectionSchema>

const noKey = 'Idempotency-Key must be 1 to 255 visible ASCII characters'

/** 1 to 255 visible ASCII characters. A repeat of a call with the same key is answered as the first one was. */
export const idempotencyKeySchema = z
  .string()
  .max(255, { error: noKey, abort: true })
  .regex(/^[\x21-\x7e]+$/, noKey)

/**
 * The input of `appConnections.create`. The parts are intersected rather than merged into one union, so that every
 * mistake is reported at once, also where the method is unknown: a discriminated union alone stops at its discriminator.
 */
export const createConnectionSchema = z.intersection(
  createCommonSchema.extend({ idempotencyKey: idempotencyKeySchema.optional() }),
  z.intersection(createFieldsByApp, createCredentialsByApp),
)
export type CreateConnectionInput = z.input<typeof createConnectionSchema>
export type CreateConnection = z.output<typeof createConnectionSchema>

/** A single connection as procedures return it: with the `ETag` that names its state. */
export const singleConnectionSchema = z.intersection(connectionSchema, z.object({ etag: z.string() }))
export type SingleConnection = z.output<typeof singleConnectionSchema>

/** One connection of an app: the input of `appConnections.check` and `appConnections.apps`. */
export const connectionRefSchema = z.object({ app: appSchema, connectionId: connectionIdSchema })

/** The input of `appConnections.get`; without `app`, of whichever app it is. */
export const getConnectionSchema = z.object({ app: appSchema.optional(), connectionId: connectionIdSchema })

/**
 * What a list is sorted by. `health` runs from what needs somebody to what does not: `reconnect_required`, `degraded`,
 * `unchecked`, `healthy`. What has never succeeded stands, by `lastSuccessAt`, before everything that has.
 */
export const connectionSortSchema = z.enum(['name', 'health', 'createdAt', 'updatedAt', 'lastSuccessAt'])
export type ConnectionSort = z.output<typeof connectionSortSchema>

/**
 * The input of `appConnections.list`; without `app`, the connections of all apps. `scope: organization` leaves out those
 * of projects. `search` is looked for in names and descriptions, whatever its case. `expiring` leaves those whose
 * credential ends within a week or has ended, and is not renewed by the service; `false`, all the others. `limit` (1 to
 * 500) and `cursor` page; these three may come as text, as they do in an address. A cursor goes on in the order it was
 * given in, and in no other.
 */
export const listConnectionsSchema = z
  .object({
    app: appSchema.optional(),
    projectId: projectIdSchema.optional(),
    scope: z.literal('organization').optional(),
    sort: connectionSortSchema.default('name'),
    direction: z.enum(['asc', 'desc']).default('asc'),
    search: textSchema.max(64, 'search cannot exceed 64 characters').optional(),
    method: methodSchema.optional(),
    health: healthStatusSchema.optional(),
    expiring: yesNoSchema.optional(),
    limit: z.coerce.number('limit must be a number').int().min(1).max(500).optional(),
    cursor: z.string().min(1).max(512).optional(),
  })
  .refine(({ scope, projectId }) => scope === undefined || projectId === undefined, {
    path: ['scope'],
    error: 'Give scope or projectId, not both',
  })

export type ListConnections = z.output<typeof listConnectionsSchema>

/** The input of `appConnections.available`: the connections that a caller may connect with. */
export const availableConnectionsSchema = z.object({ app: appSchema, projectId: projectIdSchema.optional() })

/** A connection as it is offered for use. */
export const availableConnectionSchema = z.object({
  app: appSchema,
  name: z.string(),
  id: z.uuid(),
  projectId: z.string().nullable(),
  orgId: z.uuid(),
})
export type AvailableConnection = z.output<typeof availableConnectionSchema>

/** The input of `appConnections.getByName`; without `projectId`, in the organization's own scope. */
export const connectionByNameSchema = z.object({
  app: appSchema,
  connectionName: textSchema.min(1, 'Connection name required').max(255),
  projectId: projectIdSchema.optional(),
})

/**
 * The input of `appConnections.nameAvailable`: whether a new connection could be called so in the organization's own
 * scope or in a project; `exceptConnectionId` is the one that is about to be renamed.
 */
export const nameAvailableSchema = z.object({
  name: connectionNameSchema,
  projectId: projectIdSchema.optional(),
  exceptConnectionId: connectionIdSchema.optional(),
})

/** What names a state of a connection: `"<id>.<revision>"` with its quotes, as in `ETag` and `If-Match` (RFC 9110, 8.8.3). */
export const etagSchema = z.string().max(512)

/**
 * The input of `appConnections.update`: what is absent stays. `ifMatch` makes the call fail with 412 where the
 * connection has changed since.
 */
export const updateConnectionSchema = z.intersection(
  z.object({
    connectionId: connectionIdSchema,
    name: connectionNameSchema.optional(),
    description: connectionDescriptionSchema.optional(),
    ifMatch: etagSchema.optional(),
  }),
  updateFieldsByApp,
)
export type UpdateConnection = z.output<typeof updateConnectionSchema>

/**
 * The input of `appConnections.remove`. `revokeUpstream` also withdraws a pasted credential at its platform; a grant that
 * this service obtained is withdrawn in any case. It may come as text, as in an address.
 */
export const removeConnectionSchema = connectionRefSchema.extend({
  ifMatch: etagSchema.optional(),
  revokeUpstream: yesNoSchema.optional(),
})

/** The input of `appConnections.restore`. */
export const restoreConnectionSchema = z.object({ connectionId: connectionIdSchema })

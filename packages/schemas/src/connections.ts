import * as z from 'zod'
import { type App, appSchema, connectionByApp, createCredentialsByApp, createFieldsByApp } from './apps/index.ts'
import { connectionCommonSchema, connectionIdSchema, createCommonSchema } from './connection.ts'

/** A connection as every call returns it: `credentials` is always `{}`. */
export const connectionSchema = z.intersection(connectionCommonSchema, connectionByApp)
export type Connection = z.output<typeof connectionSchema>

/**
 * The input of `appConnections.create`. The parts are intersected rather than merged into one union, so that every
 * mistake is reported at once, also where the method is unknown: a discriminated union alone stops at its discriminator.
 */
export const createConnectionSchema = z.intersection(
  createCommonSchema,
  z.intersection(createFieldsByApp, createCredentialsByApp),
)
export type CreateConnectionInput = z.input<typeof createConnectionSchema>
export type CreateConnection = z.output<typeof createConnectionSchema>

/** The parsed create input by app: what each provider is handed. */
export type CreateConnectionByApp = { [A in App]: Extract<CreateConnection, { app: A }> }

/** The input of `appConnections.get` and `.remove`. */
export const connectionRefSchema = z.object({ app: appSchema, connectionId: connectionIdSchema })

/** The input of `appConnections.list`; without `app`, the connections of all apps. */
export const listConnectionsSchema = z.object({
  app: appSchema.optional(),
  projectId: z.string().min(1, 'Project ID must not be empty').optional(),
})

import * as z from 'zod'
import { appSchema } from './apps/index.ts'
import { connectionDescriptionSchema, connectionIdSchema, connectionNameSchema, projectIdSchema } from './connection.ts'

/** Starts a consent: for a new connection, or for one that is to be reconnected in place. */
export const startOAuthSchema = z.discriminatedUnion('purpose', [
  z.object({
    purpose: z.literal('create'),
    app: appSchema,
    name: connectionNameSchema,
    description: connectionDescriptionSchema.optional(),
    projectId: projectIdSchema.optional(),
  }),
  z.object({ purpose: z.literal('reconnect'), app: appSchema, connectionId: connectionIdSchema }),
])
export type StartOAuth = z.output<typeof startOAuthSchema>

/** What the platform's redirect brings back. Nothing of it is trusted; all of it may be absent, and so is what is too long. */
export const finishOAuthSchema = z.object({
  app: appSchema,
  code: z.string().max(1024).optional().catch(undefined),
  state: z.string().max(512).optional().catch(undefined),
  error: z.string().max(256).optional().catch(undefined),
})

/**
 * How a consent ended:
 * - `created`, `reconnected`: the connection is there; `renamed` where its name was taken meanwhile
 * - `denied`: the person said no
 * - `expired`, `unknown`, `foreign`: the state is too old, used or never existed, or of another session
 * - `refused`: the platform did not accept the code; `unavailable`: it gave no usable answer; `misconfigured`:
 *   it does not know the client that this server says it is
 * - `not_allowed`: the right to do this was lost meanwhile
 */
export const oauthOutcomeSchema = z.enum([
  'created',
  'renamed',
  'reconnected',
  'denied',
  'expired',
  'unknown',
  'foreign',
  'refused',
  'unavailable',
  'misconfigured',
  'not_allowed',
])
export type OAuthOutcome = z.output<typeof oauthOutcomeSchema>

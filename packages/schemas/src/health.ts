import * as z from 'zod'

/**
 * How a connection is:
 * - `healthy`: its credential worked when it was last used
 * - `degraded`: it may still work, but something is wrong that may pass (the platform is out of reach, the account unpaid)
 * - `reconnect_required`: it does not work, and only a new credential or a new consent helps
 * - `unchecked`: nothing is known yet
 */
export const healthStatusSchema = z.enum(['healthy', 'degraded', 'reconnect_required', 'unchecked'])
export type HealthStatus = z.output<typeof healthStatusSchema>

/** Why; a word for programs, beside the sentence for people. */
export const healthReasonSchema = z.enum([
  'works',
  'not_checked',
  'refused',
  'refresh_refused',
  'refresh_outcome_unknown',
  'account_problem',
  'unavailable',
  'revoked',
  'rotation_failed',
])
export type HealthReason = z.output<typeof healthReasonSchema>

/**
 * Whether a credential was seen to reach something when it was tried. This is an observation, not a scope: a platform may
 * not show the scope of a pasted credential.
 */
export const abilitySchema = z.enum(['yes', 'no', 'not_tried'])
export type Ability = z.output<typeof abilitySchema>

/**
 * What was observed: the account's own data, and its resources (`apps`, whatever the platform calls them). `configVars` is
 * always `not_tried`: to read config vars is to reveal them, which no check does. It stays because callers parse it.
 */
export const observedSchema = z.object({ account: abilitySchema, apps: abilitySchema, configVars: abilitySchema })
export type Observed = z.output<typeof observedSchema>

/** The account of the credential, as far as the platform shows it; the scope is that of the consent. */
export const healthAccountSchema = z.object({
  id: z.string().nullable(),
  email: z.string().nullable(),
  scope: z.string().nullable(),
})

/** Health as the connection object carries it. Times are ISO 8601 in UTC; `remedy` says in one sentence what to do. */
export const healthSchema = z.object({
  status: healthStatusSchema,
  reason: healthReasonSchema,
  since: z.iso.datetime({ precision: 3 }).nullable(),
  lastSuccessAt: z.iso.datetime({ precision: 3 }).nullable(),
  /** When the service looks again by itself; null where only a new credential helps. */
  nextCheckAt: z.iso.datetime({ precision: 3 }).nullable(),
  expiresAt: z.iso.datetime({ precision: 3 }).nullable(),
  remedy: z.string().nullable(),
  account: healthAccountSchema,
  observed: observedSchema,
})
export type Health = z.output<typeof healthSchema>

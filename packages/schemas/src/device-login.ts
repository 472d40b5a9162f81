import * as z from 'zod'
import { displayNameSchema, labelSchema } from './person.ts'

/** The letters of user codes: no vowels, which make words, and none that is taken for a digit (RFC 8628, 6.1). */
export const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ'
export const userCodeLength = 8

/** The grant type of a poll, as OAuth names it. */
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/**
 * How a program begins the login of a person, with the names of RFC 8628. `client_id` is what the program calls itself,
 * `host` the machine that it says it runs on; people see both, and nothing proves them.
 */
export const startDeviceLoginSchema = z.object({ client_id: displayNameSchema, host: labelSchema })

/** A begun login. `expires_in` and `interval`, the pause between two polls, are in seconds. */
export const startedDeviceLoginSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.int(),
  interval: z.int(),
})
export type StartedDeviceLogin = z.output<typeof startedDeviceLoginSchema>

/** A poll of a begun login, as JSON or form fields. */
export const takeDeviceLoginSchema = z.object({
  device_code: z.string().trim().min(1, 'Device code required').max(255),
  grant_type: z.literal(deviceGrant).optional(),
})

/** The personal token that a confirmed login gives, and whose it is. `expires_in` is in seconds. */
export const takenDeviceLoginSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  organization: z.object({ id: z.uuid(), name: z.string(), slug: z.string() }),
})
export type TakenDeviceLogin = z.output<typeof takenDeviceLoginSchema>

const userCodeForm = new RegExp(`^[${userCodeLetters}]{${userCodeLength}}$`)

/** The code that a person types: in any case, with spaces and hyphens wherever they like. */
export const userCodeSchema = z
  .string()
  .max(32, 'Use at most 32 characters')
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(userCodeForm, 'Enter the eight letters that the program shows'))

export const deviceLoginInputSchema = z.object({ userCode: userCodeSchema })

/** A login that waits for a person: what asks, under the name that it gives itself, and from which address. */
export const deviceLoginSchema = z.object({
  name: z.string(),
  address: z.string(),
  requestedAt: z.iso.datetime({ precision: 3 }),
  expiresAt: z.iso.datetime({ precision: 3 }),
})
export type DeviceLogin = z.output<typeof deviceLoginSchema>

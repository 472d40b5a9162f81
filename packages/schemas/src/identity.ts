import * as z from 'zod'
import { takingAwaySchema } from './made.ts'
import { displayNameSchema, labelSchema } from './person.ts'
import { organizationRoleSchema } from './role.ts'

const day = 86_400

const addressRange = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: 'Use an IPv4 or IPv6 address or range such as 10.0.0.0/8',
})

/** From where an identity's secrets and tokens are accepted; by default everywhere. */
const trustedIpsSchema = z.array(addressRange).min(1, 'Name at least one address or range').max(50)

/** A machine identity: what a program is known as. Times to live are in seconds. */
export const createIdentitySchema = z.object({
  name: displayNameSchema,
  role: organizationRoleSchema.default('member'),
  accessTokenTtl: z
    .int()
    .min(60)
    .max(90 * day)
    .default(30 * day),
  accessTokenMaxTtl: z
    .int()
    .min(60)
    .max(365 * day)
    .default(30 * day),
  trustedIps: trustedIpsSchema.default(['0.0.0.0/0', '::/0']),
})

export const updateIdentitySchema = z.object({
  identityId: z.uuid(),
  name: displayNameSchema.optional(),
  trustedIps: trustedIpsSchema.optional(),
})

/** Deletes an identity with its secrets and tokens. */
export const removeIdentitySchema = takingAwaySchema.extend({ identityId: z.uuid() })

export const identitySchema = z.object({
  id: z.uuid(),
  orgId: z.uuid(),
  name: z.string(),
  clientId: z.uuid(),
  accessTokenTtl: z.int(),
  accessTokenMaxTtl: z.int(),
  trustedIps: z.array(z.string()),
  createdAt: z.iso.datetime({ precision: 3 }),
})
export type Identity = z.output<typeof identitySchema>

/** The longest life of what is made once and shown once. */
const longest = 10 * 365 * day

/** A client secret, shown once. `expiresIn` is in seconds; absent: no expiry. `usesLimit` 0: no limit. */
export const createClientSecretSchema = z.object({
  identityId: z.uuid(),
  label: labelSchema,
  expiresIn: z.int().min(60).max(longest).optional(),
  usesLimit: z.int().min(0).max(1_000_000_000).default(0),
})

/** A token that is made once, by an admin, and not by log-in. `expiresIn` is in seconds; absent: a year. */
export const createStaticTokenSchema = z.object({
  identityId: z.uuid(),
  label: labelSchema,
  expiresIn: z
    .int()
    .min(60)
    .max(longest)
    .default(365 * day),
})

export const accessTokenInputSchema = z.object({
  accessToken: z.string().trim().min(1, 'Access Token required').max(255),
})

/** Universal-auth login, as JSON or form fields. */
export const loginSchema = z.object({
  clientId: z.string().trim().min(1, 'Client ID required').max(255),
  clientSecret: z.string().trim().min(1, 'Client Secret required').max(255),
})

/** The answer of login and renewal. `expiresIn` and `accessTokenMaxTTL` are in seconds. */
export const accessTokenSchema = z.object({
  accessToken: z.string(),
  expiresIn: z.int(),
  accessTokenMaxTTL: z.int(),
  tokenType: z.literal('Bearer'),
})
export type AccessToken = z.output<typeof accessTokenSchema>

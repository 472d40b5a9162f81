import * as z from 'zod'
import { appSchema } from './apps/index.ts'
import { connectionIdSchema } from './connection.ts'
import { idempotencyKeySchema } from './connections.ts'
import { leaseTermsSchema } from './lease-terms.ts'
import { textSchema } from './text.ts'

/** Who holds a grant: a machine identity or a person, who must be able to read the connection. */
export const grantSubjectSchema = z.object({ type: z.enum(['identity', 'person']), id: z.uuid() })

/** What a grant allows, in the platform's nouns and verbs: `config-vars:write`. */
const actionsSchema = z
  .array(
    z
      .string()
      .trim()
      .max(64, 'No action has a name so long')
      .regex(/^[a-z0-9-]+:[a-z0-9-]+$/, 'Write an action as noun:verb, such as apps:read'),
  )
  .min(1, 'Name at least one action')
  .max(100, 'Name at most 100 actions')
  .transform(unique)

/** Resources of the platform by id or name; what is none of the connection's is refused. */
const appsSchema = z
  .array(textSchema.min(1, 'Name an app by its id or name').max(255, 'No app has a name so long'))
  .min(1, 'Name at least one app, or leave apps out for all of them')
  .max(40, 'Name at most 40 apps')
  .transform(unique)

/** Named values, each exactly or by a prefix that ends in `*`. */
const keysSchema = z
  .array(
    z
      .string()
      .trim()
      .max(256, 'No key is so long')
      .regex(/^[\w.-]+\*?$/, 'Write a key as it is, such as LOG_LEVEL, or a prefix such as FEATURE_*'),
  )
  .min(1, 'Name at least one key, or leave keys out for all of them')
  .max(40, 'Name at most 40 keys')
  .transform(unique)

const expiresAtSchema = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-01-31T00:00:00Z' })
  .max(64)
  .refine((text) => !text.startsWith('0000'), 'must be a time such as 2026-01-31T00:00:00Z')

const usesSchema = z.int().min(1).max(1_000_000_000)
const changesSchema = z.int().min(1).max(1_000_000)

/**
 * Makes a grant on a connection. What is absent or null does not limit it: `apps` (all), `keys` (all), `expiresAt` (never),
 * `usesLeft`, `changesPerDay` (days in UTC). `lease` belongs to the action `leases:create`. With `parentId` it is a child of that grant: no wider than it, and it ends
 * with it.
 */
export const createGrantSchema = z.object({
  app: appSchema,
  connectionId: connectionIdSchema,
  subject: grantSubjectSchema,
  actions: actionsSchema,
  apps: appsSchema.nullish(),
  keys: keysSchema.nullish(),
  expiresAt: expiresAtSchema.nullish(),
  usesLeft: usesSchema.nullish(),
  changesPerDay: changesSchema.nullish(),
  lease: leaseTermsSchema.nullish(),
  parentId: z.uuid().nullish(),
  idempotencyKey: idempotencyKeySchema.optional(),
})
export type CreateGrant = z.output<typeof createGrantSchema>

/** One grant of a connection. */
export const grantRefSchema = z.object({ app: appSchema, connectionId: connectionIdSchema, grantId: z.uuid() })

/** Changes a grant: what is absent stays, and null takes a limit away. */
export const updateGrantSchema = grantRefSchema.extend({
  actions: actionsSchema.optional(),
  apps: appsSchema.nullish(),
  keys: keysSchema.nullish(),
  expiresAt: expiresAtSchema.nullish(),
  usesLeft: usesSchema.nullish(),
  changesPerDay: changesSchema.nullish(),
  lease: leaseTermsSchema.nullish(),
})
export type UpdateGrant = z.output<typeof updateGrantSchema>

/** The grants of a connection, newest first, a page at a time. `limit` may come as text, as in an address. */
export const listGrantsSchema = z.object({
  app: appSchema,
  connectionId: connectionIdSchema,
  limit: z.coerce.number('limit must be a number').int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(512).optional(),
})
export type ListGrants = z.output<typeof listGrantsSchema>

const time = z.iso.datetime({ precision: 3 })
const somebodySchema = grantSubjectSchema.extend({ name: z.string() })

/** Who may use a connection for what, until when and how often. */
export const grantSchema = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  app: appSchema,
  subject: somebodySchema,
  actions: z.array(z.string()),
  /** The resources that it is narrowed to, with the ids that count and the names that they had; null for all. */
  apps: z.array(z.object({ id: z.string(), name: z.string() })).nullable(),
  keys: z.array(z.string()).nullable(),
  expiresAt: time.nullable(),
  usesLeft: z.int().nullable(),
  changesPerDay: z.int().nullable(),
  /** The leases that `leases:create` allows; null without that action. */
  lease: z.object({ scopes: z.array(z.string()), maxSeconds: z.int() }).nullable(),
  parentId: z.uuid().nullable(),
  createdBy: somebodySchema.nullable(),
  createdAt: time,
  endedAt: time.nullable(),
  /** Whether it can be used now: neither it nor one of its ancestors has ended, expired or been used up. */
  live: z.boolean(),
})
export type Grant = z.output<typeof grantSchema>

/** The answer of a list; `nextCursor` is there while more follow. */
export const grantsPageSchema = z.object({ grants: z.array(grantSchema), nextCursor: z.string().optional() })
export type GrantsPage = z.output<typeof grantsPageSchema>

function unique(texts: string[]): string[] {
  return [...new Set(texts)]
}

import * as z from 'zod'
import { appSchema, methodSchema } from './apps/index.ts'
import { healthReasonSchema, healthStatusSchema } from './health.ts'
import { leaseSchema } from './leases.ts'
import { driftChangeSchema, driftReleaseSchema } from './sync-drift.ts'
import { textSchema } from './text.ts'

/**
 * The events that a webhook can get:
 * - `connection.created`, `connection.deleted`: it is there, it is gone
 * - `connection.failed`: it stopped working, or its account is in trouble, and somebody has to act
 * - `connection.recovered`: it works again after that
 * - `connection.expiring`: its credential ends within a week, and nothing renews it
 * - `connection.rotated`: its credential was replaced by another one of the same account
 * - `connection.rotation_failed`: it works, but the last try to rotate it has failed
 * - `lease.created`, `lease.ended`: somebody holds a credential of its account for a while, and does no more
 * - `sync.drifted`: somebody else has changed keys of a sync at its resource
 */
export const webhookEventSchema = z.enum([
  'connection.created',
  'connection.failed',
  'connection.recovered',
  'connection.expiring',
  'connection.deleted',
  'connection.rotated',
  'connection.rotation_failed',
  'lease.created',
  'lease.ended',
  'sync.drifted',
])
export type WebhookEvent = z.output<typeof webhookEventSchema>

const time = z.iso.datetime({ precision: 3 })

/** An event of a connection. */
const connectionEventSchema = webhookEventSchema.exclude(['sync.drifted'])
export type ConnectionEvent = z.output<typeof connectionEventSchema>

const connectionPayloadSchema = z.object({
  type: connectionEventSchema,
  timestamp: time,
  data: z.object({
    id: z.uuid(),
    name: z.string(),
    app: appSchema,
    method: methodSchema,
    orgId: z.uuid(),
    projectId: z.uuid().nullable(),
    health: z.object({
      status: healthStatusSchema,
      reason: healthReasonSchema,
      remedy: z.string().nullable(),
      expiresAt: time.nullable(),
    }),
    /** With the events of leases alone. */
    lease: leaseSchema.optional(),
  }),
})
export type ConnectionPayload = z.output<typeof connectionPayloadSchema>

/** Keys of a sync that somebody else has changed: `count` of all, and the first hundred. It never holds a value. */
const syncPayloadSchema = z.object({
  type: z.literal('sync.drifted'),
  timestamp: time,
  data: z.object({
    id: z.uuid(),
    name: z.string(),
    app: appSchema,
    orgId: z.uuid(),
    projectId: z.uuid(),
    connectionId: z.uuid(),
    resource: z.object({ id: z.string(), name: z.string() }),
    count: z.int(),
    keys: z.array(z.object({ key: z.string(), change: driftChangeSchema, release: z.int().nullable() })),
    releases: z.array(driftReleaseSchema),
  }),
})
export type SyncPayload = z.output<typeof syncPayloadSchema>

/** The body of a delivery (docs/webhooks.md). It never holds a credential. */
export const webhookPayloadSchema = z.discriminatedUnion('type', [connectionPayloadSchema, syncPayloadSchema])
export type WebhookPayload = z.output<typeof webhookPayloadSchema>

/** An address of the web without user name and password, which would be kept in clear. */
const webhookUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Use an address such as https://hooks.example.com/connections' })
  .max(2048, 'Use at most 2048 characters')
  .refine((text) => !/^[a-z]+:\/*[^/?#]*@/i.test(text), 'Leave user name and password out of the address')

const eventsSchema = z
  .array(webhookEventSchema)
  .min(1, 'Choose at least one event')
  .max(webhookEventSchema.options.length, 'Name each event once')
  .transform((events) => [...new Set(events)])

export const createWebhookSchema = z.object({
  url: webhookUrlSchema,
  description: textSchema.max(256, 'Description cannot exceed 256 characters').default(''),
  events: eventsSchema.default([...webhookEventSchema.options]),
})

/** What is absent stays. */
export const updateWebhookSchema = z.object({
  webhookId: z.uuid(),
  url: webhookUrlSchema.optional(),
  description: textSchema.max(256, 'Description cannot exceed 256 characters').optional(),
  events: eventsSchema.optional(),
  enabled: z.boolean().optional(),
})

export const webhookRefSchema = z.object({ webhookId: z.uuid() })

/** A new secret; the old one signs as well for so many hours, 0 to 168. */
export const rotateWebhookSecretSchema = webhookRefSchema.extend({ overlapHours: z.int().min(0).max(168).default(24) })

export const webhookSchema = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.string(),
  events: z.array(webhookEventSchema),
  enabled: z.boolean(),
  /** Until when the secret before the current one signs as well; null where it does not. */
  previousSecretUntil: time.nullable(),
  createdAt: time,
  updatedAt: time,
})
export type Webhook = z.output<typeof webhookSchema>

/** A webhook just made, or its new secret: shown here and never again. */
export const webhookWithSecretSchema = webhookSchema.extend({ secret: z.string() })
export type WebhookWithSecret = z.output<typeof webhookWithSecretSchema>

/** One try of a delivery: the status that came back, or in a sentence why none did. No word of the answer's body. */
export const deliveryAttemptSchema = z.object({
  at: time,
  status: z.int().nullable(),
  error: z.string().nullable(),
  ms: z.int(),
})

/** Still to be tried, delivered, or given up. */
export const deliveryStateSchema = z.enum(['pending', 'delivered', 'failed'])

export const deliverySchema = z.object({
  id: z.uuid(),
  /** `test` is one that a person asked for. */
  type: z.string(),
  state: deliveryStateSchema,
  /** What the receiver sees as `webhook-id`; the same at every try. */
  messageId: z.string(),
  nextAttemptAt: time.nullable(),
  createdAt: time,
  attempts: z.array(deliveryAttemptSchema),
})
export type Delivery = z.output<typeof deliverySchema>

export const listDeliveriesSchema = webhookRefSchema.extend({
  state: deliveryStateSchema.optional(),
  limit: z.coerce.number('limit must be a number').int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(512).optional(),
})

export const deliveryRefSchema = z.object({ deliveryId: z.uuid() })

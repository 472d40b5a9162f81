import * as z from 'zod'
import { textSchema } from './text.ts'

/** Who did what to what, and how it ended. Never a secret. */
export const auditEventSchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime({ precision: 3 }),
  actor: z.object({ type: z.string(), id: z.uuid().nullable(), tokenId: z.uuid().nullable() }),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.uuid().nullable() }),
  projectId: z.uuid().nullable(),
  outcome: z.string(),
  reqId: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEvent = z.output<typeof auditEventSchema>

const time = z.iso
  .datetime({
    offset: true,
    error: 'must be a time such as 2026-01-31T00:00:00Z; in an address, a + is written as %2B',
  })
  .max(64)

/** Which events, newest first. Times are ISO 8601; `from` is included, `to` is not. `limit` is 1 to 1000. */
export const listAuditEventsSchema = z.object({
  action: textSchema.min(1).max(64).optional(),
  actorId: z.uuid().optional(),
  targetId: z.uuid().optional(),
  projectId: z.uuid().optional(),
  outcome: textSchema.min(1).max(32).optional(),
  from: time.optional(),
  to: time.optional(),
  limit: z.coerce.number('limit must be a number').int().min(1).max(1000).default(100),
  cursor: z.string().min(1).max(512).optional(),
})
export type ListAuditEvents = z.output<typeof listAuditEventsSchema>

/** Which events an export holds. */
export const exportAuditEventsSchema = listAuditEventsSchema.omit({ limit: true, cursor: true })
export type ExportAuditEvents = z.output<typeof exportAuditEventsSchema>

import { insertAuditEvent } from '@app-connections/db'
import type { ExportAuditEvents } from '@app-connections/schemas'
import { requireManagement } from '../access/policy.ts'
import { auditEvent } from '../audit/event.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Leaves the event of an export, which comes before its first line: whoever takes the trail along is in it. Errors: 403. */
export async function noteExport({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: ExportAuditEvents
}): Promise<{ noted: true }> {
  requireManagement(ctx.member, 'read', 'audit-events')
  const { orgId } = ctx.member
  const target = { type: 'organization', id: orgId }
  const facts = { orgId, action: 'auditEvents.export', target, outcome: 'success', detail: { ...input } } as const
  await insertAuditEvent(ctx.services.db, auditEvent(ctx, facts))
  return { noted: true }
}

import type { ExportAuditEvents } from '@app-connections/schemas'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Leaves the event of an export, which comes before its first line: whoever takes the trail along is in it. Errors: 403. */
export async function noteExport({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: ExportAuditEvents
}): Promise<{ noted: true }> {
  return manage(ctx, 'read', 'audit-events', async () => ({
    output: { noted: true },
    action: 'auditEvents.export',
    target: { type: 'organization', id: ctx.member.orgId },
    detail: { ...input },
  }))
}

import { insertAuditEvent, type Queryable } from '@app-connections/db'
import { type ManageSubject, requireManagement } from '../access/policy.ts'
import { type AuditFacts, auditEvent } from '../audit/event.ts'
import type { MemberContext } from './context.ts'
import { type SettledContext, settle } from './settle.ts'

/** The outcome of a management operation: its answer, and what its audit event says. */
export interface Managed<T> extends Pick<AuditFacts, 'action' | 'target' | 'detail' | 'projectId'> {
  output: T
}

/**
 * Runs a write and its audit event in one transaction, which first settles the caller and their role. `write` checks
 * the right of the settled context, not of the one that the call began with.
 */
export async function audited<T>(
  ctx: MemberContext,
  write: (trx: Queryable, settled: SettledContext) => Promise<Managed<T>>,
): Promise<T> {
  return ctx.services.db.transaction().execute(async (trx) => {
    const settled = await settle(ctx, trx)
    const { output, ...facts } = await write(trx, settled)
    await insertAuditEvent(trx, auditEvent(ctx, { orgId: ctx.member.orgId, outcome: 'success', ...facts }))
    return output
  })
}

/** The same for what only an organization's admins manage. Throws 403 for everybody else. */
export async function manage<T>(
  ctx: MemberContext,
  action: string,
  subject: ManageSubject,
  write: (trx: Queryable, settled: SettledContext) => Promise<Managed<T>>,
): Promise<T> {
  // Checked here as well, so that callers without the right wait for no lock.
  requireManagement(ctx.member, action, subject)
  return audited(ctx, (trx, settled) => {
    requireManagement(settled.member, action, subject)
    return write(trx, settled)
  })
}

import { insertAuditEvent, type Queryable } from '@app-connections/db'
import { type ManageSubject, requireManagement } from '../access/policy.ts'
import { type AuditFacts, auditEvent } from '../audit/event.ts'
import type { MemberContext } from './context.ts'
import { type SettledContext, settle } from './settle.ts'

/** What a management operation has done: its answer, and what its audit event says. */
export interface Managed<T> extends Pick<AuditFacts, 'action' | 'target' | 'detail' | 'projectId'> {
  output: T
}

/**
 * Runs a write and its audit event in one transaction, in which the caller and their role are settled first: `write`
 * asks for the right of the settled context, not of the one that the call began with.
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

/** The same for what only an organization's admins manage: 403 for everyone else. */
export async function manage<T>(
  ctx: MemberContext,
  action: string,
  subject: ManageSubject,
  write: (trx: Queryable, settled: SettledContext) => Promise<Managed<T>>,
): Promise<T> {
  // Asked here as well, so that who never had the right waits for no lock.
  requireManagement(ctx.member, action, subject)
  return audited(ctx, (trx, settled) => {
    requireManagement(settled.member, action, subject)
    return write(trx, settled)
  })
}

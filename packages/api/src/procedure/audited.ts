import { insertAuditEvent, type Queryable } from '@app-connections/db'
import { type ManageSubject, requireManagement } from '../access/policy.ts'
import { type AuditFacts, auditEvent } from '../audit/event.ts'
import type { MemberContext } from './context.ts'

/** What a management operation has done: its answer, and what its audit event says. */
export interface Managed<T> extends Pick<AuditFacts, 'action' | 'target' | 'detail' | 'projectId'> {
  output: T
}

/** Runs a write and its audit event in one transaction. */
export async function audited<T>(ctx: MemberContext, write: (trx: Queryable) => Promise<Managed<T>>): Promise<T> {
  return ctx.services.db.transaction().execute(async (trx) => {
    const { output, ...facts } = await write(trx)
    await insertAuditEvent(trx, auditEvent(ctx, { orgId: ctx.member.orgId, outcome: 'success', ...facts }))
    return output
  })
}

/** The same for what only an organization's admins manage: 403 for everyone else. */
export async function manage<T>(
  ctx: MemberContext,
  action: string,
  subject: ManageSubject,
  write: (trx: Queryable) => Promise<Managed<T>>,
): Promise<T> {
  requireManagement(ctx.member, action, subject)
  return audited(ctx, write)
}

import { insertAuditEvent, type SetPlace } from '@app-connections/db'
import { mayWithSecrets } from '../access/policy.ts'
import { type AuditedCall, auditEvent } from '../audit/event.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Whether values are shown: where they are asked for, and the caller may see them. A viewer gets the keys alone. */
export function showsValues({ member }: MemberContext, { projectId }: SetPlace, asked: boolean): boolean {
  return asked && mayWithSecrets(member, projectId, 'read-value')
}

/** Stores the event that values of a set are shown, before they are. */
export async function recordReveal(ctx: MemberContext, place: SetPlace, keys: number): Promise<void> {
  await insertAuditEvent(ctx.services.db, eventOf(ctx, place, 'secrets.reveal', { keys }))
}

/** The event of something done to the keys of a set. */
export function eventOf(
  ctx: AuditedCall,
  { orgId, projectId, environment, path }: SetPlace,
  action: Parameters<typeof auditEvent>[1]['action'],
  detail: Record<string, unknown>,
) {
  const target = { type: 'config-set', id: null }
  return auditEvent(ctx, {
    orgId,
    action,
    target,
    projectId,
    outcome: 'success',
    detail: { environment, path, ...detail },
  })
}

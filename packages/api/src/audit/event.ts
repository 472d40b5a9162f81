import type { NewAuditEvent, OrgId } from '@app-connections/db'
import type { AuditAction } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, callerAmong } from '../access/actor.ts'

/** What an event says besides who and when. `detail` holds facts of this service, never a secret. */
export interface AuditFacts<Org extends OrgId | null = OrgId | null> {
  readonly orgId: Org
  readonly action: AuditAction
  readonly target: { type: string; id: string | null }
  readonly projectId?: string | null
  readonly outcome: 'attempted' | 'success' | 'denied' | 'refused' | 'failed'
  readonly detail?: Record<string, unknown>
  /** Who acts, where that is not the caller: for example somebody who has just become a person. */
  readonly actor?: { type: 'person' | 'identity'; id: string }
}

/** What an event takes from its call. Every context is one. */
export interface AuditedCall {
  readonly services: { readonly now: () => Date }
  readonly request: { readonly reqId: string; readonly address: string; readonly userAgent: string | null }
  readonly actor: Actor
}

/** The row of one event, of an organization or of none, with the context's caller, address and request. */
export function auditEvent<Org extends OrgId | null>(
  ctx: AuditedCall,
  facts: AuditFacts<Org>,
): Omit<NewAuditEvent, 'org_id'> & { org_id: Org } {
  const caller = callerAmong(ctx.actor)
  const actor = facts.actor ?? (caller && { type: caller.kind, id: caller.id })
  return {
    id: uuidv7(),
    org_id: facts.orgId,
    at: ctx.services.now(),
    actor_type: actor?.type ?? ctx.actor.kind,
    actor_id: actor?.id ?? null,
    // The id of a session or token is stored only with the actor it belongs to.
    token_id: caller !== undefined && caller.id === actor?.id ? caller.tokenId : null,
    address: ctx.actor.kind === 'system' ? null : ctx.request.address,
    user_agent: ctx.request.userAgent?.slice(0, 256) ?? null,
    action: facts.action,
    target_type: facts.target.type,
    target_id: facts.target.id,
    project_id: facts.projectId ?? null,
    outcome: facts.outcome,
    req_id: ctx.request.reqId,
    detail: JSON.stringify(facts.detail ?? {}),
  }
}

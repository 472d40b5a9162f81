import type { NewAuditEvent } from '@app-connections/db'
import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../access/callers.ts'

/** What an event says besides who and when. `detail` holds facts of ours, never a secret. */
export interface AuditFacts {
  readonly orgId: string | null
  readonly action: string
  readonly target: { type: string; id: string | null }
  readonly projectId?: string | null
  readonly outcome: 'attempted' | 'success' | 'denied' | 'refused' | 'failed'
  readonly detail?: Record<string, unknown>
  /** Who acts, where that is not the caller: someone who has just become a person, say. */
  readonly actor?: { type: 'person' | 'identity'; id: string }
}

/** What an event tells of the call it belongs to. Every context is one. */
export interface AuditedCall {
  readonly services: { readonly now: () => Date }
  readonly request: { readonly reqId: string; readonly address: string; readonly userAgent: string | null }
  readonly caller: Caller | undefined
  /** There where nobody calls: the service acts by itself. */
  readonly system?: true | undefined
}

/** The row of one event, with the caller, address and request of the context. */
export function auditEvent(ctx: AuditedCall, facts: AuditFacts): NewAuditEvent {
  const actor = facts.actor ?? (ctx.caller && { type: ctx.caller.kind, id: ctx.caller.id })
  return {
    id: uuidv7(),
    org_id: facts.orgId,
    at: ctx.services.now(),
    actor_type: actor?.type ?? (ctx.system ? 'system' : 'anonymous'),
    actor_id: actor?.id ?? null,
    token_id: ctx.caller?.tokenId ?? null,
    address: ctx.system ? null : ctx.request.address,
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

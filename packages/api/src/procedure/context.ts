import type { Actor, Caller } from '../access/actor.ts'
import type { Membership } from '../access/policy.ts'
import type { CallSubject } from '../audit/subject.ts'
import type { Services } from '../services/services.ts'

/** What a transport knows of one request. */
export interface RequestInfo {
  readonly reqId: string
  readonly address: string
  readonly userAgent: string | null
  /** The id of the organization that a person's call names. */
  readonly organizationId: string | null
  /** Method and path, where the call is known by these and not by the procedure's name. */
  readonly endpoint: string | null
  /** Whether a mere link could have made a person's browser send the call: a GET with the session cookie. */
  readonly byLink?: boolean
  /** Whether the call is part of a batch. */
  readonly batched?: boolean
  /** Resolves when the answer has been sent, or never will be. Until then it is in memory. */
  readonly answered?: () => Promise<unknown>
  /** Whether the transport has counted the call already. */
  readonly admitted: boolean
}

/** The context of every procedure. */
export interface Context {
  readonly services: Services
  readonly request: RequestInfo
  readonly actor: Actor
}

/** The context of the service's own work in the background. */
export function ownContext(services: Services): Context {
  const request = { reqId: 'background', address: '', userAgent: null, organizationId: null, endpoint: null }
  return { services, request: { ...request, admitted: true }, actor: { kind: 'system' } }
}

export interface CallerContext extends Context {
  readonly actor: Caller
}

/** The context of a procedure that works in one organization. */
export interface MemberContext extends CallerContext {
  readonly member: Membership
  /** What the call is about, for the audit event of its refusal. */
  readonly subject: CallSubject
}

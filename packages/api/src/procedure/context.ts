import type { Caller } from '../access/callers.ts'
import type { Membership } from '../access/policy.ts'
import type { Services } from '../services/services.ts'

/** What a transport knows of one request. */
export interface RequestInfo {
  readonly reqId: string
  readonly address: string
  readonly userAgent: string | null
  /** The organization a person's call names, by its id. */
  readonly organizationId: string | null
  /** Method and path, where they and not the procedure's name say what is called. */
  readonly endpoint: string | null
  /** Whether a link alone could have made a person's browser ask: a GET with the session cookie. */
  readonly byLink?: boolean
}

/** The context of every procedure. `admitted` is set by a transport that has counted the call already. */
export interface Context {
  readonly services: Services
  readonly request: RequestInfo
  readonly caller: Caller | undefined
  readonly admitted: boolean
  /** There where nobody calls: the service acts by itself. */
  readonly system?: true | undefined
}

/** The context of what the service does by itself, in the background. */
export function ownContext(services: Services): Context {
  const request = { reqId: 'background', address: '', userAgent: null, organizationId: null, endpoint: null }
  return { services, request, caller: undefined, admitted: true, system: true }
}

export interface CallerContext extends Context {
  readonly caller: Caller
}

/** The context of a procedure about one organization. */
export interface MemberContext extends CallerContext {
  readonly member: Membership
}

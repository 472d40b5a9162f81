import type { Database, Queryable } from '@app-connections/db'
import type { Providers } from '@app-connections/providers'
import type { Keyring } from '@app-connections/sealing'
import type { Caller } from '../access/callers.ts'
import type { Membership } from '../access/policy.ts'
import type { Limits } from '../services/limits.ts'
import type { Mailer } from '../services/mailer.ts'
import type { Outbound } from '../services/outbound.ts'
import type { Refusals } from '../services/refusals.ts'
import type { TokenUses } from '../services/token-uses.ts'

/** What operations work with; made once by the entry point. */
export interface Services {
  readonly db: Queryable
  readonly databaseKind: Database['kind']
  readonly keyring: Keyring
  readonly providers: Providers
  readonly limits: Limits
  readonly refusals: Refusals
  readonly tokenUses: TokenUses
  /** better-auth's own hash, so that it can verify what operations store. */
  readonly hashPassword: (password: string) => Promise<string>
  /** The public address, without a trailing slash. */
  readonly siteUrl: string
  /** How long all calls to a platform within one request may take together, in milliseconds. */
  readonly upstreamDeadlineMs: number
  /**
   * Renewing credentials, in milliseconds: how long before its end one is renewed, how long a call may take, and how long
   * a lease holds (longer than a call, so that two holders never call at once).
   */
  readonly refresh: { readonly marginMs: number; readonly callMs: number; readonly leaseMs: number }
  readonly outbound: Outbound
  /** Absent where the operator has named no mail server. */
  readonly mailer?: Mailer | undefined
  /** Says that there may be something to tell: whoever tells looks at once. */
  readonly wake: () => void
  readonly now: () => Date
  /** Called once when the first admin has been made. */
  readonly onSetUp: () => Promise<void>
}

/** What a transport knows of one request. */
export interface RequestInfo {
  readonly reqId: string
  readonly address: string
  readonly userAgent: string | null
  /** The organization a person's call names, by its id. */
  readonly organizationId: string | null
  /** Method and path, where they and not the procedure's name say what is called. */
  readonly endpoint: string | null
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

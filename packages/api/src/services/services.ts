import type { Database, Queryable } from '@app-connections/db'
import type { Providers } from '@app-connections/providers'
import type { Keyring } from '@app-connections/sealing'
import type { Afterwards } from './afterwards.ts'
import type { Flights } from './flights.ts'
import type { Limits } from './limits.ts'
import type { Mailer } from './mailer.ts'
import type { Outbound } from './outbound.ts'
import type { Refusals } from './refusals.ts'
import type { TokenUses } from './token-uses.ts'
import type { Turns } from './turns.ts'

/** What operations work with; made once by the entry point. */
export interface Services {
  readonly db: Queryable
  readonly databaseKind: Database['kind']
  readonly keyring: Keyring
  readonly providers: Providers
  readonly limits: Limits
  /** Turns that an organization's calls take, so that those of others need not wait for them. */
  readonly turns: { readonly calls: Turns; readonly longAnswers: Turns; readonly lookUps: Turns }
  readonly refusals: Refusals
  readonly afterwards: Afterwards
  readonly tokenUses: TokenUses
  /** better-auth's own hash, so that it can verify what operations store. */
  readonly hashPassword: (password: string) => Promise<string>
  /** The public address, without a trailing slash. */
  readonly siteUrl: string
  /** How long all calls to a platform within one request may take together, in milliseconds. */
  readonly upstreamDeadlineMs: number
  /**
   * Renewing credentials, in milliseconds: how long before its end one is renewed, how long a call may take, and how long
   * a turn holds (longer than a call, so that two holders never call at once).
   */
  readonly refresh: { readonly marginMs: number; readonly callMs: number; readonly turnMs: number }
  /** The renewals under way in this process, by the generation of a credential that they replace. */
  readonly refreshes: Flights
  readonly outbound: Outbound
  /** Absent where the operator has named no mail server. */
  readonly mailer?: Mailer | undefined
  /** Called when notices may have been stored: the job that sends them then runs at once, not at its next turn. */
  readonly sendNoticesSoon: () => void
  readonly now: () => Date
  /** Called once when the first admin has been made. */
  readonly onSetUp: () => Promise<void>
}

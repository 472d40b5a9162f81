import type { Database, Queryable } from '@app-connections/db'
import type { Providers } from '@app-connections/providers'
import type { Keyring } from '@app-connections/sealing'
import type { KeptRights } from '../broker/kept-rights.ts'
import type { Afterwards } from './afterwards.ts'
import type { Flights } from './flights.ts'
import type { LateEvents } from './late-events.ts'
import type { Limits } from './limits.ts'
import type { Mailer } from './mailer.ts'
import type { Outbound } from './outbound.ts'
import type { Refusals } from './refusals.ts'
import type { TokenUses } from './token-uses.ts'
import type { Turns } from './turns.ts'
import type { Uses } from './uses.ts'

/** Where a rotation or a lease stands: before and after each effect on the database or at a platform. */
export type RotationPoint =
  `${'before' | 'after'} ${'begin' | 'make' | 'store' | 'try' | 'swap' | 'end' | 'note end' | 'fail'}`

/** What operations work with. The entry point makes it once. */
export interface Services {
  readonly db: Queryable
  readonly databaseKind: Database['kind']
  readonly keyring: Keyring
  readonly providers: Providers
  readonly limits: Limits
  /** An organization's calls wait for each other here, so that those of other organizations need not. */
  readonly turns: {
    readonly calls: Turns
    readonly lists: Turns
    readonly longAnswers: Turns
    readonly largeInputs: Turns
    readonly lookUps: Turns
  }
  readonly refusals: Refusals
  readonly afterwards: Afterwards
  readonly lateEvents: LateEvents
  readonly tokenUses: TokenUses
  /** better-auth's own hash, so that it can verify the passwords that operations store. */
  readonly hashPassword: (password: string) => Promise<string>
  /** Whether a password is the one behind such a hash. */
  readonly verifyPassword: (hash: string, password: string) => Promise<boolean>
  /** The public address, without a trailing slash. */
  readonly siteUrl: string
  /** How long all calls to a platform within one request may take together, in milliseconds. */
  readonly upstreamDeadlineMs: number
  /**
   * The times of a refresh, in milliseconds: how long before its end a credential is renewed, how long a call may take,
   * and how long a turn lasts (longer than a call, so that two holders never call at once).
   */
  readonly refresh: { readonly marginMs: number; readonly callMs: number; readonly turnMs: number }
  /** The refreshes under way in this process, by the generation of a credential that they replace. */
  readonly refreshes: Flights
  /**
   * The times of a rotation and of a lease, in milliseconds: after how long another process goes on with what one has begun (longer than
   * a request may ask a platform), and how long it waits before it looks again for what may have been made. `reached` is
   * called before and after each effect; tests stop a process there.
   */
  readonly rotation: {
    readonly turnMs: number
    readonly lookAgainMs: number
    readonly reached?: (point: RotationPoint) => Promise<void>
  }
  /**
   * The times of a plan that was sent, in milliseconds: how long one call waits for the platform to decide, and the pause
   * between two looks. `reached` is called before and after it is sent; tests stop a process there.
   */
  readonly plans: {
    readonly waitMs: number
    readonly pauseMs: number
    readonly reached?: (point: 'before send' | 'after send') => Promise<void>
  }
  readonly uses: Uses
  readonly rights: KeptRights
  readonly outbound: Outbound
  /** Absent where the operator has configured no mail server. */
  readonly mailer?: Mailer | undefined
  /** Called when notices may have been stored: the job that sends them then runs at once, and not within a minute. */
  readonly sendNoticesSoon: () => void
  /** Called when a run of a sync may be due: the job that runs syncs then begins at once. */
  readonly runSyncsSoon: () => void
  readonly now: () => Date
  /** Called once, when the first admin has been made. */
  readonly onSetUp: () => Promise<void>
}

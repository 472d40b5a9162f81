import type { FaultInput } from '../faults.ts'
import type { LoggedRequest } from '../request-log.ts'
import type { Scope, TokenShape } from '../state.ts'
import type { Switches } from '../switches.ts'

export type MintTokenInput = {
  /** E-mail address; the first account unless given. */
  account?: string | undefined
  shape?: TokenShape | undefined
  scope?: Scope[] | undefined
  /** Seconds; null or absent never expires. */
  expiresIn?: number | null | undefined
}
/** `id` is the authorization's, by which Heroku lists and revokes it; `account` the e-mail address. */
export type MintedToken = { id: string; token: string; account: string }

export type AccountStatus = {
  suspended?: boolean | undefined
  delinquent?: boolean | undefined
  passwordExpired?: boolean | undefined
  twoFactor?: boolean | undefined
  verified?: boolean | undefined
  /** Requests left in the rate-limit bucket. */
  rateLimitRemaining?: number | undefined
}
export type AccountView = Required<{ [Key in keyof AccountStatus]: Exclude<AccountStatus[Key], undefined> }> & {
  id: string
  email: string
  twoFactorCode: string
}

export type AddAppsInput = {
  account?: string | undefined
  count: number
  team?: string | undefined
  prefix?: string | undefined
}
export type AppSettings = {
  configVars?: Record<string, string> | undefined
  /** Keys that belong to an add-on; values come from `configVars`. */
  addOnKeys?: string[] | undefined
  maskedKeys?: string[] | undefined
  /** A release command that runs so long and then succeeds or fails; null takes it away. */
  releasePhase?: { seconds: number; fails?: boolean | undefined } | null | undefined
  /** E-mail addresses of accounts that may not see the config vars. */
  withoutConfigAccess?: string[] | undefined
  collaborators?: string[] | undefined
}
export type SwitchChange = { [Name in keyof Switches]?: Switches[Name] | undefined }
export type AppView = { id: string; name: string }
export type ReadyToken = MintedToken & { scope: Scope[]; shape: TokenShape; description: string }
export type OAuthClientView = { id: string; secret: string; redirectUri: string }

/** What tests and demonstrations can do to a sandbox, the same in-process and over HTTP (README, "Control"). */
export type SandboxControl = {
  mintToken: (input?: MintTokenInput) => Promise<MintedToken>
  /** Ends the authorization of that id, or of that token. */
  revokeToken: (idOrToken: string) => Promise<void>
  /** Tokens without an end that are there to be tried, those of the first start first. */
  readyTokens: () => Promise<ReadyToken[]>
  setAccountStatus: (email: string, status: AccountStatus) => Promise<AccountView>
  accounts: () => Promise<AccountView[]>
  addApps: (input: AddAppsInput) => Promise<AppView[]>
  setApp: (idOrName: string, settings: AppSettings) => Promise<AppView>
  setFault: (fault: FaultInput) => Promise<{ id: string }>
  clearFaults: () => Promise<void>
  requests: () => Promise<LoggedRequest[]>
  clearRequests: () => Promise<void>
  switches: () => Promise<Switches>
  setSwitches: (change: SwitchChange) => Promise<Switches>
  /** Moves the sandbox's clock by seconds, which may be negative; answers its time in ISO 8601. */
  moveClock: (seconds: number) => Promise<{ now: string }>
  oauthClient: () => Promise<OAuthClientView>
  setOAuthClient: (client: { id?: string; secret?: string; redirectUri: string }) => Promise<OAuthClientView>
  /** Back to a first start: fresh random tokens, no faults, no log, default switches, true time. */
  reset: () => Promise<void>
}

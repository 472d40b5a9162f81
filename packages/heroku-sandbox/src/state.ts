import * as z from 'zod'
import { Switches } from './switches.ts'

/** The six scopes an authorization can hold. */
export const scopes = ['global', 'identity', 'read', 'write', 'read-protected', 'write-protected'] as const
export const Scope = z.enum(scopes)
export type Scope = z.output<typeof Scope>

/** `uuid`: until 2024; `prefixed-uuid`: `HRKU-` + uuid; `long`: `HRKU-` + 60 characters, since 2025-04 (changelog 3175). */
export const tokenShapes = ['uuid', 'prefixed-uuid', 'long'] as const
export const TokenShape = z.enum(tokenShapes)
export type TokenShape = z.output<typeof TokenShape>

/** Milliseconds since 1970 by the sandbox's own clock. */
const instant = z.number()

const Account = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
  verified: z.boolean(),
  suspendedAt: instant.nullable(),
  delinquentAt: instant.nullable(),
  passwordExpired: z.boolean(),
  twoFactor: z.boolean(),
  /** The six digits that satisfy the second factor. */
  twoFactorCode: z.string(),
  defaultTeamId: z.string().nullable(),
})
export type Account = z.output<typeof Account>

const Team = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
  members: z.array(z.object({ accountId: z.string(), role: z.enum(['admin', 'member']) })),
})
export type Team = z.output<typeof Team>

const Release = z.object({
  id: z.string(),
  version: z.number(),
  description: z.string(),
  accountId: z.string(),
  createdAt: instant,
  updatedAt: instant,
  status: z.enum(['pending', 'succeeded', 'failed']),
  slugId: z.string().nullable(),
  /** Set while the release command runs: what happens to the config vars when it ends, and when that is. */
  pending: z
    .object({ endsAt: instant, fails: z.boolean(), changes: z.record(z.string(), z.string().nullable()) })
    .nullable(),
})
export type Release = z.output<typeof Release>

const App = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  teamId: z.string().nullable(),
  collaboratorIds: z.array(z.string()),
  maintenance: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
  configVars: z.record(z.string(), z.string()),
  maskedKeys: z.array(z.string()),
  addOns: z.array(z.object({ id: z.string(), name: z.string(), service: z.string(), keys: z.array(z.string()) })),
  releases: z.array(Release),
  releasePhase: z.object({ seconds: z.number(), fails: z.boolean() }).nullable(),
  /** Accounts that may see the app but lack the capability to see its config vars (fine-grained access). */
  withoutConfigAccess: z.array(z.string()),
  /** Account id to the moment until which two-factor was satisfied for this app. */
  preAuthorizedUntil: z.record(z.string(), instant),
})
export type App = z.output<typeof App>

const Authorization = z.object({
  id: z.string(),
  accountId: z.string(),
  clientId: z.string().nullable(),
  sessionId: z.string().nullable(),
  description: z.string(),
  scope: z.array(Scope),
  /** True for the one the dashboard calls the API key; `~` names it. */
  isApiKey: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
})
export type Authorization = z.output<typeof Authorization>

const AccessToken = z.object({
  id: z.string(),
  token: z.string(),
  shape: TokenShape,
  authorizationId: z.string(),
  lifetimeSeconds: z.number().nullable(),
  expiresAt: instant.nullable(),
  createdAt: instant,
})
export type AccessToken = z.output<typeof AccessToken>

const RefreshToken = z.object({
  id: z.string(),
  token: z.string(),
  authorizationId: z.string(),
  expiresAt: instant.nullable(),
  createdAt: instant,
  /** When a newer one took its place. */
  replacedAt: instant.nullable(),
})
export type RefreshToken = z.output<typeof RefreshToken>

const Grant = z.object({
  id: z.string(),
  code: z.string(),
  authorizationId: z.string(),
  expiresAt: instant,
  usedAt: instant.nullable(),
})
export type Grant = z.output<typeof Grant>

const Client = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  redirectUri: z.string(),
  secret: z.string(),
  createdAt: instant,
  updatedAt: instant,
})
export type Client = z.output<typeof Client>

const Session = z.object({ id: z.string(), accountId: z.string(), description: z.string(), createdAt: instant })
export type Session = z.output<typeof Session>

export const stages = ['test', 'review', 'development', 'staging', 'production'] as const
const Pipeline = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  createdAt: instant,
  updatedAt: instant,
  stageVars: z.record(z.string(), z.record(z.string(), z.string())),
})
export type Pipeline = z.output<typeof Pipeline>

const Coupling = z.object({
  id: z.string(),
  appId: z.string(),
  pipelineId: z.string(),
  stage: z.enum(stages),
  createdAt: instant,
  updatedAt: instant,
})
export type Coupling = z.output<typeof Coupling>

const Promotion = z.object({
  id: z.string(),
  pipelineId: z.string(),
  sourceAppId: z.string(),
  sourceReleaseId: z.string(),
  createdAt: instant,
  targets: z.array(z.object({ id: z.string(), appId: z.string(), releaseId: z.string() })),
})
export type Promotion = z.output<typeof Promotion>

/** Rows are a list in the file and a map by key in memory. */
function table<Row extends z.ZodType>(row: Row, key: (row: z.output<Row>) => string) {
  return z
    .array(row)
    .transform((rows) => new Map<string, z.output<Row>>(rows.map((each): [string, z.output<Row>] => [key(each), each])))
}

/** All that the sandbox remembers across a restart. Tokens are in clear: it plays the part of Heroku. */
export const State = z.object({
  format: z.literal(1),
  clockOffsetMs: z.number(),
  switches: Switches,
  accounts: table(Account, (row) => row.id),
  teams: table(Team, (row) => row.id),
  apps: table(App, (row) => row.id),
  authorizations: table(Authorization, (row) => row.id),
  accessTokens: table(AccessToken, (row) => row.token),
  refreshTokens: table(RefreshToken, (row) => row.token),
  grants: table(Grant, (row) => row.code),
  clients: table(Client, (row) => row.id),
  sessions: table(Session, (row) => row.id),
  pipelines: table(Pipeline, (row) => row.id),
  couplings: table(Coupling, (row) => row.id),
  promotions: table(Promotion, (row) => row.id),
})
export type State = z.output<typeof State>

/** A state with nothing in it. */
export function emptyState(switches: Switches): State {
  return {
    format: 1,
    clockOffsetMs: 0,
    switches,
    accounts: new Map(),
    teams: new Map(),
    apps: new Map(),
    authorizations: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    grants: new Map(),
    clients: new Map(),
    sessions: new Map(),
    pipelines: new Map(),
    couplings: new Map(),
    promotions: new Map(),
  }
}

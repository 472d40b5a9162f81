import {
  connectionNameConstraint,
  insertConnectionBy,
  isUniqueViolation,
  replaceCredential,
  tokenHash,
} from '@app-connections/db'
import { organizationAskingConsent, takeOAuthState } from '@app-connections/db/system'
import { type Connected, ProviderError } from '@app-connections/providers'
import { type App, type Method, type OAuthOutcome, type StartOAuth, startOAuthSchema } from '@app-connections/schemas'
import { membershipOf } from '../access/callers.ts'
import { requireScope } from '../access/require-project.ts'
import { connectionEvent } from '../audit/connection-event.ts'
import { newSubject } from '../audit/subject.ts'
import { findConnection } from '../connection/find.ts'
import { newConnection, unverifiedDetail } from '../connection/new-connection.ts'
import { newCredential } from '../connection/new-credential.ts'
import { requireConsent } from '../credentials/consent.ts'
import { type Opened, openToWithdraw } from '../credentials/open.ts'
import { withdrawnOf, withdrawUnkept, withdrawUnstored } from '../credentials/revoke.ts'
import { keepsChanging } from '../failures/connections.ts'
import { OperationError } from '../failures/operation-error.ts'
import type { CallerContext, MemberContext } from '../procedure/context.ts'
import { neededRight, presently } from '../procedure/still-may.ts'

export interface FinishedOAuth {
  outcome: OAuthOutcome
  /** The organization of the page that is shown next, and the connection, where there is one. */
  orgId?: string
  connectionId?: string
}

interface Returned {
  app: App
  code?: string | undefined
  state?: string | undefined
  error?: string | undefined
}

/**
 * Handles the platform's redirect. The state and the code are used once; right and name are checked again. The
 * single-use code must not be wasted: a name taken meanwhile gets a suffix, and a grant is stored as not checked where
 * the platform cannot be asked about it. Every outcome has a page that explains it; only unexpected errors are thrown.
 */
export async function finishOAuth({ ctx, input }: { ctx: CallerContext; input: Returned }): Promise<FinishedOAuth> {
  const { services, actor } = ctx
  if (input.state === undefined) return input.error === undefined ? { outcome: 'unknown' } : deniedSomewhere(ctx)
  const taken = await takeOAuthState(services.db, tokenHash(input.state), actor.tokenId)
  if (taken.found !== 'usable') return { outcome: taken.found }
  const { orgId } = taken
  if (input.error !== undefined) return { outcome: 'denied', orgId }
  if (input.code === undefined) return { outcome: 'unknown', orgId }
  const purpose = startOAuthSchema.parse(taken.purpose)
  if (purpose.app !== input.app) return { outcome: 'unknown', orgId }
  const deadline = AbortSignal.timeout(services.upstreamDeadlineMs)
  try {
    const asMember = { ...ctx, member: membershipOf(actor, orgId), subject: newSubject() }
    await requireStillAllowed(asMember, purpose)
    const { method, consent } = requireConsent(services, input.app)
    const connected = await consent.exchange(input.code, deadline)
    const { replaced, ...stored } = await storeOrWithdraw(asMember, purpose, { method, connected })
    if (replaced !== undefined) await withdrawUnkept(ctx, withdrawnOf(replaced.row), replaced.credential)
    return { orgId, ...stored }
  } catch (error) {
    if (isNotAllowed(error)) {
      const target = { type: 'app-connection', id: purpose.purpose === 'reconnect' ? purpose.connectionId : null }
      await services.refusals.record(ctx, { orgId, action: 'oauth.finish', target, outcome: 'denied' })
    }
    return { outcome: outcomeOf(error), orgId }
  }
}

/**
 * A denial without its state, as some platforms send it. It uses up no state, and the organization comes from the
 * consents that this session has started, never from the address.
 */
async function deniedSomewhere({ services, actor }: CallerContext): Promise<FinishedOAuth> {
  const orgId = await organizationAskingConsent(services.db, actor.tokenId)
  return { outcome: 'denied', ...(orgId === undefined ? {} : { orgId }) }
}

function outcomeOf(error: unknown): OAuthOutcome {
  if (error instanceof ProviderError) {
    if (error.failure === 'misconfigured') return 'misconfigured'
    return error.failure === 'refused' || error.failure === 'account_problem' ? 'refused' : 'unavailable'
  }
  if (isNotAllowed(error)) return 'not_allowed'
  // The operator has removed the OAuth client while somebody gave their consent.
  if (error instanceof OperationError) return error.error === 'BadRequest' ? 'misconfigured' : 'unavailable'
  throw error
}

function isNotAllowed(error: unknown): boolean {
  return error instanceof OperationError && (error.error === 'PermissionDenied' || error.error === 'NotFound')
}

/** How a grant was stored, and what it has replaced. */
interface Stored {
  outcome: OAuthOutcome
  connectionId: string
  replaced?: Opened | undefined
}

/** A grant just given, and its method. */
interface Grant {
  method: Method
  connected: Connected
}

/** Stores the grant just given. Where that fails, withdraws it: otherwise it would live on, known to nobody here. */
async function storeOrWithdraw(ctx: MemberContext, purpose: StartOAuth, grant: Grant): Promise<Stored> {
  try {
    return await store(ctx, purpose, grant)
  } catch (error) {
    const { app } = purpose
    const withdrawn =
      purpose.purpose === 'reconnect'
        ? { app, orgId: ctx.member.orgId, id: purpose.connectionId, projectId: null }
        : { app, orgId: ctx.member.orgId, id: null, projectId: purpose.projectId ?? null, name: purpose.name }
    await withdrawUnstored(ctx, withdrawn, grant.method, grant.connected).catch((failure: unknown) => {
      throw new AggregateError([error, failure], 'a grant could be neither stored nor its withdrawal recorded', {
        cause: error,
      })
    })
    throw error
  }
}

/**
 * Runs before the code is exchanged, because a grant that cannot be stored would live on at the platform, unknown here.
 */
async function requireStillAllowed(ctx: MemberContext, purpose: StartOAuth): Promise<void> {
  if (purpose.purpose === 'reconnect') {
    await findConnection(ctx, purpose, 'edit')
    return
  }
  requireScope(ctx.member, purpose.projectId ?? null, 'create')
}

async function store(ctx: MemberContext, purpose: StartOAuth, grant: Grant): Promise<Stored> {
  if (purpose.purpose === 'reconnect') return reconnect(ctx, purpose, grant.connected)
  const projectId = purpose.projectId ?? null
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? purpose.name : withSuffix(purpose.name, attempt)
    try {
      const connectionId = await insert(ctx, { ...purpose, name }, projectId, grant)
      return { outcome: attempt === 1 ? 'created' : 'renamed', connectionId }
    } catch (error) {
      if (!isUniqueViolation(error, connectionNameConstraint) || attempt === mostAttempts) throw error
    }
  }
}

const mostAttempts = 50

function withSuffix(name: string, number: number): string {
  const suffix = `-${number}`
  return `${name.slice(0, 64 - suffix.length).replace(/-+$/, '')}${suffix}`
}

async function insert(
  ctx: MemberContext,
  { app, name, description }: Extract<StartOAuth, { purpose: 'create' }>,
  projectId: string | null,
  { method, connected }: Grant,
): Promise<string> {
  const wanted = { app, method, name, description, projectId }
  const { row, event, notice } = await newConnection(ctx, wanted, connected)
  const by = neededRight(ctx, projectId, 'create')
  while ((await insertConnectionBy(ctx.services.db, by, row, event, notice)) === undefined) {
    requireScope((await presently(ctx)).member, projectId, 'create')
  }
  ctx.services.sendNoticesSoon()
  return row.id
}

/** Replaces the old consent by a new one: same id, next version. */
async function reconnect(
  ctx: MemberContext,
  purpose: Extract<StartOAuth, { purpose: 'reconnect' }>,
  connected: Connected,
): Promise<Stored> {
  const { services } = ctx
  for (let attempt = 1; ; attempt += 1) {
    const found = await findConnection(attempt === 1 ? ctx : await presently(ctx), purpose, 'edit')
    const replaced = await openToWithdraw(ctx, { orgId: found.org_id, id: found.id })
    const { state, changes, noticeFor } = await newCredential(ctx, found, connected)
    const sealRevision = changes.seal_revision
    const event = connectionEvent(ctx, found, 'appConnections.reconnect', {
      method: found.method,
      sealRevision,
      ...unverifiedDetail(connected),
    })
    const by = neededRight(ctx, found.project_id, 'edit')
    const row = await replaceCredential(services.db, { ...state, by }, changes, event, noticeFor)
    if (row !== undefined) {
      services.sendNoticesSoon()
      return { outcome: 'reconnected', connectionId: found.id, replaced }
    }
    // Renewed or renamed since it was read, and the new consent is newer than that; or the caller has lost the right.
    if (attempt === mostAttempts) throw keepsChanging()
  }
}

import {
  connectionNameConstraint,
  insertConnection,
  isUniqueViolation,
  type NewConnection,
  takeOAuthState,
  tokenHash,
  updateConnection,
} from '@app-connections/db'
import { type Connected, ProviderError } from '@app-connections/providers'
import { type App, type OAuthOutcome, type StartOAuth, startOAuthSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { findConnection } from '../app-connections/find.ts'
import { auditEvent } from '../audit.ts'
import { membershipOf } from '../callers.ts'
import type { CallerContext, MemberContext } from '../context.ts'
import { accepted, healthy } from '../credentials/health.ts'
import { revokeUpstream } from '../credentials/revoke.ts'
import { sealCredential } from '../credentials/seal.ts'
import { openToWithdraw } from '../credentials/use.ts'
import { OperationError } from '../errors.ts'
import { connectionNotice, healthNotice } from '../notices/notice.ts'
import { requireConnections } from '../policy.ts'
import { requireProject } from '../projects/require.ts'
import { requireOAuth } from './start.ts'

export interface FinishedOAuth {
  outcome: OAuthOutcome
  /** The organization whose page is shown next, and the connection, where there is one. */
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
 * What the platform's redirect leads to. The state is taken, once; the code is exchanged, once; right and name are
 * checked again, and a name taken meanwhile gets a suffix, because the single-use code must not be wasted. Every way
 * this can go ends in an outcome that a page explains; only what nobody foresees is thrown.
 */
export async function finishOAuth({ ctx, input }: { ctx: CallerContext; input: Returned }): Promise<FinishedOAuth> {
  const { services, caller } = ctx
  // A denial may come without its state: there may be nothing to take then.
  if (input.state === undefined) return { outcome: input.error === undefined ? 'unknown' : 'denied' }
  const taken = await takeOAuthState(services.db, tokenHash(input.state), caller.tokenId)
  if (taken.found !== 'usable') return { outcome: taken.found }
  const { orgId } = taken
  if (input.error !== undefined) return { outcome: 'denied', orgId }
  if (input.code === undefined) return { outcome: 'unknown', orgId }
  const purpose = startOAuthSchema.parse(taken.purpose)
  if (purpose.app !== input.app) return { outcome: 'unknown', orgId }
  const deadline = AbortSignal.timeout(services.upstreamDeadlineMs)
  try {
    const member = membershipOf(caller, orgId)
    await requireStillAllowed({ ...ctx, member }, purpose)
    const connected = await requireOAuth(services, input.app).exchange(input.code, deadline)
    return { orgId, ...(await store({ ...ctx, member }, purpose, connected, deadline)) }
  } catch (error) {
    if (error instanceof OperationError) {
      const target = { type: 'app-connection', id: purpose.purpose === 'reconnect' ? purpose.connectionId : null }
      await services.refusals.record(ctx, { orgId, action: 'oauth.finish', target, outcome: 'denied' })
    }
    return { outcome: outcomeOf(error), orgId }
  }
}

function outcomeOf(error: unknown): OAuthOutcome {
  if (error instanceof ProviderError) {
    if (error.failure === 'misconfigured') return 'misconfigured'
    return error.failure === 'refused' || error.failure === 'account_problem' ? 'refused' : 'unavailable'
  }
  if (error instanceof OperationError && (error.error === 'PermissionDenied' || error.error === 'NotFound'))
    return 'not_allowed'
  throw error
}

/** Before the code is exchanged: a grant that could not be stored would live on at the platform, unknown here. */
async function requireStillAllowed(ctx: MemberContext, purpose: StartOAuth): Promise<void> {
  if (purpose.purpose === 'reconnect') {
    await findConnection(ctx, purpose, 'edit')
    return
  }
  const projectId = purpose.projectId ?? null
  if (projectId !== null) requireProject(ctx.member, projectId)
  requireConnections(ctx.member, projectId, 'create')
}

async function store(
  ctx: MemberContext,
  purpose: StartOAuth,
  connected: Connected,
  deadline: AbortSignal,
): Promise<{ outcome: OAuthOutcome; connectionId: string }> {
  if (purpose.purpose === 'reconnect') return reconnect(ctx, purpose, connected, deadline)
  const projectId = purpose.projectId ?? null
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? purpose.name : withSuffix(purpose.name, attempt)
    try {
      const connectionId = await insert(ctx, { ...purpose, name }, projectId, connected)
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
  purpose: Extract<StartOAuth, { purpose: 'create' }>,
  projectId: string | null,
  connected: Connected,
): Promise<string> {
  const { member, services } = ctx
  const record = { orgId: member.orgId, id: uuidv7(), sealRevision: 1 }
  const sealed = sealCredential(await services.keyring.forOrg(member.orgId), record, connected)
  const now = services.now()
  const row = {
    id: record.id,
    org_id: member.orgId,
    project_id: projectId,
    name: purpose.name,
    description: purpose.description ?? null,
    app: purpose.app,
    method: 'oauth',
    credentials: sealed.credentials,
    credentials_hash: sealed.credentialsHash,
    version: 1,
    revision: 1,
    seal_revision: record.sealRevision,
    ...accepted(connected, now),
    created_at: now,
    updated_at: now,
  } satisfies NewConnection
  const event = auditEvent(ctx, {
    orgId: member.orgId,
    action: 'appConnections.create',
    target: { type: 'app-connection', id: record.id },
    projectId,
    outcome: 'success',
    detail: { name: purpose.name, app: purpose.app, method: 'oauth' },
  })
  await insertConnection(services.db, row, event, connectionNotice('connection.created', row, now))
  services.wake()
  return record.id
}

/** Puts a new consent in the place of the old one: same id, next version. */
async function reconnect(
  ctx: MemberContext,
  purpose: Extract<StartOAuth, { purpose: 'reconnect' }>,
  connected: Connected,
  deadline: AbortSignal,
): Promise<{ outcome: OAuthOutcome; connectionId: string }> {
  const { services } = ctx
  for (let attempt = 1; ; attempt += 1) {
    const found = await findConnection(ctx, purpose, 'edit')
    const replaced = await openToWithdraw(ctx, { orgId: found.org_id, id: found.id }, deadline)
    const sealRevision = found.seal_revision + 1
    const record = { orgId: found.org_id, id: found.id, sealRevision }
    const sealed = sealCredential(await services.keyring.forOrg(found.org_id), record, connected)
    const now = services.now()
    const row = await updateConnection(
      services.db,
      { orgId: found.org_id, id: found.id, sealRevision: found.seal_revision },
      {
        credentials: sealed.credentials,
        credentials_hash: sealed.credentialsHash,
        ...accepted(connected, now),
        seal_revision: sealRevision,
        version: found.version + 1,
        revision: found.revision + 1,
        updated_at: now,
      },
      auditEvent(ctx, {
        orgId: found.org_id,
        action: 'appConnections.reconnect',
        target: { type: 'app-connection', id: found.id },
        projectId: found.project_id,
        outcome: 'success',
        detail: { name: found.name, app: found.app, method: 'oauth', sealRevision },
      }),
      healthNotice(found, healthy(now), now),
    )
    if (row !== undefined) {
      services.wake()
      if (replaced !== undefined) await revokeUpstream(ctx, replaced, { deleted: false, deadline })
      return { outcome: 'reconnected', connectionId: found.id }
    }
    // A renewal stored a later generation in between; the consent just given is newer than that.
    if (attempt === mostAttempts) throw new OperationError('Conflict', 'The App Connection keeps changing: try again')
  }
}

import { insertAuditEvent, type OrgId, onBehalfOf } from '@app-connections/db'
import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import { isAuditAction } from '@app-connections/schemas'
import { initTRPC, type TRPCProcedureType as ProcedureType } from '@trpc/server'
import { type Caller, callerAmong } from '../access/actor.ts'
import { membershipOf } from '../access/callers.ts'
import { type ManageSubject, requireManagement } from '../access/policy.ts'
import { auditEvent } from '../audit/event.ts'
import { type CallSubject, newSubject, targetOf } from '../audit/subject.ts'
import { notSignedIn, opensCredential } from '../failures/access.ts'
import { OperationError } from '../failures/operation-error.ts'
import { publicError } from '../failures/public-error.ts'
import type { LimitKind } from '../services/limits.ts'
import type { Context } from './context.ts'
import { inTurn } from './in-turn.ts'
import { requireModest } from './modest-input.ts'

interface Meta {
  /** The limit that the call counts against. By default `read` for a query and `write` for a mutation. */
  limit?: LimitKind
  /** Whether it opens a credential and leaves an event. A mere link must not do that, so with a cookie it is a POST. */
  opensCredential?: true
  /** The action and subject that only an organization's admins manage. Checked before the input is parsed. */
  manages?: readonly [action: string, subject: ManageSubject]
  /** The most values of its input, where a call writes many things at once. */
  mostValues?: number
}

/** A failure without a context, when tRPC itself refuses a body or a batch. It carries the id of its request. */
interface FailureOfRequest extends Error {
  reqId?: string
}

/** Notes which request a failure belongs to, for the transport. The answer carries that id. */
export function noteRequest(error: FailureOfRequest, reqId: string): void {
  error.reqId = reqId
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const { reqId = '' }: FailureOfRequest = error
      const { body } = publicError(error, ctx?.request.reqId ?? reqId)
      const message = typeof body.message === 'string' ? body.message : 'The input is not valid'
      return { code: shape.code, message, data: body }
    },
  })

export const router = t.router

/** A procedure that needs no caller: log-in, set-up, accepting an invitation. */
export const publicProcedure = t.procedure.use(async ({ ctx, meta, type, next, getRawInput }) => {
  await admit(ctx, meta, type)
  requireModest(await getRawInput())
  return next()
})

/** A procedure of an authenticated caller, in no particular organization. */
export const callerProcedure = t.procedure.use(async ({ ctx, meta, type, next, getRawInput }) => {
  await admit(ctx, meta, type)
  const actor = requireCaller(ctx)
  requireModest(await getRawInput())
  return next({ ctx: { actor } })
})

/**
 * A procedure in one organization. A refusal leaves an audit event, in a transaction of its own. It is one middleware,
 * not three, because each costs every call a copy of the context.
 */
export const memberProcedure = t.procedure.use(async ({ ctx, meta, type, path, next, getRawInput }) => {
  await admit(ctx, meta, type)
  const actor = requireCaller(ctx)
  if (meta?.opensCredential && ctx.request.byLink) {
    throw opensCredential()
  }
  const member = membershipOf(actor, ctx.request.organizationId)
  await ctx.services.limits.admitOrganization(kindOf(meta, type), member.orgId)
  const call: MemberCall = { orgId: member.orgId, action: path, subject: newSubject() }
  try {
    if (meta?.manages !== undefined) requireManagement(member, ...meta.manages)
  } catch (denial) {
    await recordRefusal(ctx, call, denial)
    throw denial
  }
  requireModest(await getRawInput(), meta?.mostValues)
  const own = { actor, member, subject: call.subject }
  const act = () => onBehalfOf(member.orgId, () => next({ ctx: own }))
  const result = await inTurn(ctx.services.turns.calls, { ...ctx, ...own }, act)
  if (!result.ok) await recordRefusal(ctx, call, result.error.cause)
  return result
})

/** What the event of a refusal says of its call. */
export interface MemberCall {
  readonly orgId: OrgId
  readonly action: string
  readonly subject: CallSubject
}

/** Stores the event of a refused call; of any other failure none. */
export async function recordRefusal(
  ctx: Context,
  { orgId, action, subject }: MemberCall,
  cause: unknown,
): Promise<void> {
  const refusal = refusalOf(cause)
  if (refusal === undefined) return
  if (!isAuditAction(action)) throw new Error(`the procedure ${action} is no action of the audit trail`)
  const facts = { orgId, action, ...targetOf(subject), ...refusal }
  if (cause instanceof OperationError && cause.byPolicy) ctx.services.refusals.recordLater(ctx, facts)
  else if (refusal.outcome === 'denied') await ctx.services.refusals.record(ctx, facts)
  else await insertAuditEvent(ctx.services.db, auditEvent(ctx, facts))
}

/** Counts a call that the transport has not counted. */
function admit(ctx: Context, meta: Meta | undefined, type: ProcedureType): Promise<void> | void {
  if (ctx.request.admitted) return
  return ctx.services.limits.admit(kindOf(meta, type), callerAmong(ctx.actor)?.id, ctx.request.address)
}

function kindOf(meta: Meta | undefined, type: ProcedureType): LimitKind {
  return meta?.limit ?? (type === 'query' ? 'read' : 'write')
}

function requireCaller({ actor }: Context): Caller {
  const caller = callerAmong(actor)
  if (caller === undefined) throw notSignedIn()
  return caller
}

function refusalOf(cause: unknown): { outcome: 'denied' | 'refused'; detail: Record<string, unknown> } | undefined {
  // Who has the right and is asked for their password first is not denied anything.
  if (cause instanceof OperationError && cause.code === 'freshSignInNeeded') return undefined
  if (cause instanceof OperationError && (cause.error === 'PermissionDenied' || cause.byPolicy)) {
    return { outcome: 'denied', detail: { error: cause.error, ...(cause.details?.[0] ?? {}) } }
  }
  if (cause instanceof ProviderError && refusals.has(cause.failure)) {
    return { outcome: 'refused', detail: { failure: cause.failure } }
  }
  return undefined
}

/** Failures that say something about the credential, not about the way to its platform. */
const refusals: ReadonlySet<ProviderFailure> = new Set(['refused', 'account_problem', 'insufficient_scope'])

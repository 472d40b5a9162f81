import type { OrgId } from '@app-connections/db'
import { insertEvents, selectAccount, selectOrganizationIds } from '@app-connections/db/system'
import { type AuditAction, emailSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { callerAmong } from '../access/actor.ts'
import { auditEvent } from '../audit/event.ts'
import type { Context } from '../procedure/context.ts'

/** What a sign-in says of whose it is. */
export const signInBody = z.object({ email: emailSchema })

/** Audits an attempt or its outcome in every organization that it concerns. */
export type SessionRecorder = (outcome: 'attempted' | 'success' | 'failed') => Promise<void>

/**
 * Audits a sign-in of the account that the body names, whatever else the body holds. Only a success proves who tries. An
 * unknown address is audited with as many statements, so that the duration does not tell which addresses have accounts;
 * the event does not hold the address. Undefined where the body names none.
 */
export async function signInEvents(ctx: Context, body: unknown): Promise<SessionRecorder | undefined> {
  const named = signInBody.safeParse(body)
  if (!named.success) return undefined
  const account = await selectAccount(ctx.services.db, named.data.email)
  if (account === undefined) return unknownRecorder(ctx)
  return recorder(ctx, 'session.signIn', account, (outcome) => outcome === 'success')
}

/** Audits what the caller does with their own sessions and password. Undefined where nobody is signed in. */
export async function sessionEvents(ctx: Context, action: AuditAction): Promise<SessionRecorder | undefined> {
  const caller = callerAmong(ctx.actor)
  if (caller === undefined) return undefined
  const orgIds = await selectOrganizationIds(ctx.services.db, caller.id)
  return recorder(ctx, action, { personId: caller.id, orgIds }, () => true)
}

/** Leaves an event in each of the person's organizations, for its admins. */
function recorder(
  ctx: Context,
  action: AuditAction,
  { personId, orgIds: found }: { personId: string; orgIds: OrgId[] },
  proved: (outcome: string) => boolean,
): SessionRecorder {
  const orgIds: (OrgId | null)[] = found.length === 0 ? [null] : found
  return async (outcome) => {
    const actor = proved(outcome) ? { actor: { type: 'person' as const, id: personId } } : {}
    const target = { type: 'person', id: personId }
    // Written all at once, so that the duration of a sign-in says nothing about the number of organizations.
    const events = orgIds.map((orgId) => auditEvent(ctx, { orgId, action, target, outcome, ...actor }))
    await insertEvents(ctx.services.db, events)
  }
}

/** Nobody's sign-in concerns no organization: the operator finds it in the database, summed where there are many. */
function unknownRecorder(ctx: Context): SessionRecorder {
  const facts = { orgId: null, action: 'session.signIn', target: { type: 'person', id: null } } as const
  const detail = { reason: 'unknown address' }
  return (outcome) => ctx.services.refusals.record(ctx, { ...facts, outcome, detail })
}

import type { OrgId } from '@app-connections/db'
import { insertEvents, selectOrganizationIds, selectPersonByEmail } from '@app-connections/db/system'
import { type AuditAction, emailSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { callerAmong } from '../access/actor.ts'
import { auditEvent } from '../audit/event.ts'
import type { Context } from '../procedure/context.ts'

/** What a sign-in says of whose it is. */
export const signInBody = z.object({ email: emailSchema })

/** Writes that something is attempted, or how it ended, for every organization that it concerns. */
export type SessionRecorder = (outcome: 'attempted' | 'success' | 'failed') => Promise<void>

/**
 * Records a sign-in of whoever the body of the call names, whatever else comes along with it. Who tries is known only
 * once it has succeeded. Undefined where no such account exists: there is nobody whom it concerns.
 */
export async function signInEvents(ctx: Context, body: unknown): Promise<SessionRecorder | undefined> {
  const named = signInBody.safeParse(body)
  const person = named.success ? await selectPersonByEmail(ctx.services.db, named.data.email) : undefined
  return person && recorder(ctx, 'session.signIn', person.id, (outcome) => outcome === 'success')
}

/** Records what the caller does with their own sessions and password. Undefined where nobody calls. */
export async function sessionEvents(ctx: Context, action: AuditAction): Promise<SessionRecorder | undefined> {
  const caller = callerAmong(ctx.actor)
  return caller && recorder(ctx, action, caller.id, () => true)
}

/** An event in each of the person's organizations: whoever is admin there is to see it. */
async function recorder(
  ctx: Context,
  action: AuditAction,
  personId: string,
  proved: (outcome: string) => boolean,
): Promise<SessionRecorder> {
  const found = await selectOrganizationIds(ctx.services.db, personId)
  const orgIds: (OrgId | null)[] = found.length === 0 ? [null] : found
  return async (outcome) => {
    const actor = proved(outcome) ? { actor: { type: 'person' as const, id: personId } } : {}
    const target = { type: 'person', id: personId }
    // All at once, so that how long a sign-in takes does not grow with what there is to know of an account.
    const events = orgIds.map((orgId) => auditEvent(ctx, { orgId, action, target, outcome, ...actor }))
    await insertEvents(ctx.services.db, events)
  }
}

import type { OrgId } from '@app-connections/db'
import { insertEvents, selectOrganizationIds, selectPersonByEmail } from '@app-connections/db/system'
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
 * Audits a sign-in of the account that the body names, whatever else the body holds. Only a success proves who tries.
 * Undefined where no such account exists: the attempt concerns no organization.
 */
export async function signInEvents(ctx: Context, body: unknown): Promise<SessionRecorder | undefined> {
  const named = signInBody.safeParse(body)
  const person = named.success ? await selectPersonByEmail(ctx.services.db, named.data.email) : undefined
  return person && recorder(ctx, 'session.signIn', person.id, (outcome) => outcome === 'success')
}

/** Audits what the caller does with their own sessions and password. Undefined where nobody is signed in. */
export async function sessionEvents(ctx: Context, action: AuditAction): Promise<SessionRecorder | undefined> {
  const caller = callerAmong(ctx.actor)
  return caller && recorder(ctx, action, caller.id, () => true)
}

/** Leaves an event in each of the person's organizations, for its admins. */
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
    // Written all at once, so that the duration of a sign-in says nothing about the number of organizations.
    const events = orgIds.map((orgId) => auditEvent(ctx, { orgId, action, target, outcome, ...actor }))
    await insertEvents(ctx.services.db, events)
  }
}

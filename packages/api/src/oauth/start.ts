import { insertAuditEvent, insertOAuthState, tokenHash } from '@app-connections/db'
import { isByConsent, type StartOAuth } from '@app-connections/schemas'
import { requireScope } from '../access/require-project.ts'
import { newOAuthState } from '../access/secrets.ts'
import { auditEvent } from '../audit/event.ts'
import { findConnection } from '../connection/find.ts'
import { requireFreeName } from '../connection/name-taken.ts'
import { requireConsent } from '../credentials/consent.ts'
import { consentNeedsPerson, notByConsent } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'

/** How long a consent may take, in seconds. */
const validFor = 10 * 60

/**
 * Starts a consent: checks the right and the name before the person leaves, stores the purpose (under the hash of a
 * single-use state, bound to this session) and answers with the address for the browser. Errors: 403, 404, 400 (name
 * taken, not configured, not a person's session).
 */
export async function startOAuth({ ctx, input }: { ctx: MemberContext; input: StartOAuth }): Promise<{ url: string }> {
  const { actor, member, services } = ctx
  if (actor.kind !== 'person') throw consentNeedsPerson()
  const { consent } = requireConsent(services, input.app)
  if (input.purpose === 'create') {
    const projectId = input.projectId ?? null
    requireScope(member, projectId, 'create')
    await requireFreeName(services, { orgId: member.orgId, projectId, name: input.name })
  } else {
    const found = await findConnection(ctx, input, 'edit')
    if (!isByConsent(input.app, found.method)) {
      throw notByConsent()
    }
  }
  const state = newOAuthState()
  await services.db.transaction().execute(async (trx) => {
    await insertOAuthState(trx, {
      state_hash: tokenHash(state),
      org_id: member.orgId,
      session_id: actor.tokenId,
      purpose: JSON.stringify(input),
      expiresIn: validFor,
    })
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: member.orgId,
        action: 'oauth.start',
        target: { type: 'app-connection', id: input.purpose === 'reconnect' ? input.connectionId : null },
        projectId: input.purpose === 'create' ? (input.projectId ?? null) : null,
        outcome: 'success',
        detail: { app: input.app, purpose: input.purpose },
      }),
    )
  })
  return { url: consent.authorizeUrl(state) }
}

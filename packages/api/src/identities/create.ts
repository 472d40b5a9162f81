import { randomUUID } from 'node:crypto'
import { insertAuditEvent, insertIdentity, upsertMembership } from '@app-connections/db'
import type { createIdentitySchema, Identity } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { requireManagement } from '../policy.ts'

/** Makes a machine identity with a role in the organization. Its client id is no secret. Errors: 403, 400. */
export async function createIdentity({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createIdentitySchema>
}): Promise<Identity> {
  const { member, services } = ctx
  requireManagement(member, 'create', 'identities')
  if (input.accessTokenTtl > input.accessTokenMaxTtl) {
    throw new OperationError('BadRequest', 'accessTokenTtl must not be longer than accessTokenMaxTtl')
  }
  const id = uuidv7()
  return services.db.transaction().execute(async (trx) => {
    const row = await insertIdentity(trx, {
      id,
      org_id: member.orgId,
      name: input.name,
      client_id: randomUUID(),
      access_token_ttl: input.accessTokenTtl,
      access_token_max_ttl: input.accessTokenMaxTtl,
    })
    await upsertMembership(trx, {
      id: uuidv7(),
      orgId: member.orgId,
      projectId: null,
      member: { identityId: id },
      role: input.role,
    })
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: member.orgId,
        action: 'identities.create',
        target: { type: 'identity', id },
        outcome: 'success',
        detail: { name: input.name, role: input.role },
      }),
    )
    return {
      id: row.id,
      orgId: row.org_id,
      name: row.name,
      clientId: row.client_id,
      accessTokenTtl: row.access_token_ttl,
      accessTokenMaxTtl: row.access_token_max_ttl,
      createdAt: row.created_at.toISOString(),
    }
  })
}

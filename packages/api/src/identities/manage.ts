import { randomUUID } from 'node:crypto'
import {
  deleteIdentity,
  type IdentityRow,
  insertIdentity,
  selectIdentities,
  updateIdentity as update,
  upsertMembership,
} from '@app-connections/db'
import type { createIdentitySchema, Identity, updateIdentitySchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { manage } from '../manage.ts'
import { requireManagement } from '../policy.ts'

type Input<Schema extends z.ZodType> = { ctx: MemberContext; input: z.output<Schema> }

/** Makes a machine identity with a role in the organization. Its client id is no secret. Errors: 403, 400. */
export async function createIdentity({ ctx, input }: Input<typeof createIdentitySchema>): Promise<Identity> {
  if (input.accessTokenTtl > input.accessTokenMaxTtl) {
    throw new OperationError('BadRequest', 'accessTokenTtl must not be longer than accessTokenMaxTtl')
  }
  const id = uuidv7()
  const { orgId } = ctx.member
  return manage(ctx, 'create', 'identities', async (trx) => {
    const row = await insertIdentity(trx, {
      id,
      org_id: orgId,
      name: input.name,
      client_id: randomUUID(),
      access_token_ttl: input.accessTokenTtl,
      access_token_max_ttl: input.accessTokenMaxTtl,
      trusted_ips: input.trustedIps,
    })
    await upsertMembership(trx, { id: uuidv7(), orgId, projectId: null, member: { identityId: id }, role: input.role })
    return {
      output: shapeIdentity(row),
      action: 'identities.create',
      target: { type: 'identity', id },
      detail: { name: input.name, role: input.role, trustedIps: input.trustedIps },
    }
  })
}

/** The identities of the organization with their role in it. Errors: 403. */
export async function listIdentities({ ctx }: { ctx: MemberContext }) {
  requireManagement(ctx.member, 'read', 'identities')
  const rows = await selectIdentities(ctx.services.db, ctx.member.orgId)
  return rows.map((row) => ({ ...shapeIdentity(row), role: row.role }))
}

/** Changes the name or the trusted addresses of an identity. Errors: 403, 404. */
export async function updateIdentity({ ctx, input }: Input<typeof updateIdentitySchema>): Promise<Identity> {
  if (input.name === undefined && input.trustedIps === undefined) {
    throw new OperationError('BadRequest', 'Name what is to change: name or trustedIps')
  }
  return manage(ctx, 'edit', 'identities', async (trx) => {
    const row = await update(trx, ctx.member.orgId, input.identityId, {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.trustedIps === undefined ? {} : { trusted_ips: input.trustedIps }),
    })
    if (row === undefined) throw notFound(input.identityId)
    return {
      output: shapeIdentity(row),
      action: 'identities.update',
      target: { type: 'identity', id: row.id },
      detail: { name: row.name, trustedIps: row.trusted_ips },
    }
  })
}

/** Deletes an identity; its secrets and tokens end with it. Errors: 403, 404. */
export async function removeIdentity({ ctx, input }: { ctx: MemberContext; input: { identityId: string } }) {
  return manage(ctx, 'delete', 'identities', async (trx) => {
    if (!(await deleteIdentity(trx, ctx.member.orgId, input.identityId))) throw notFound(input.identityId)
    return {
      output: { id: input.identityId },
      action: 'identities.remove',
      target: { type: 'identity', id: input.identityId },
    }
  })
}

function notFound(id: string): OperationError {
  return new OperationError('NotFound', `Could not find identity with ID ${id}`)
}

function shapeIdentity(row: IdentityRow): Identity {
  return {
    id: row.id,
    orgId: row.org_id,
    name: row.name,
    clientId: row.client_id,
    accessTokenTtl: row.access_token_ttl,
    accessTokenMaxTtl: row.access_token_max_ttl,
    trustedIps: row.trusted_ips,
    createdAt: row.created_at.toISOString(),
  }
}

import { connectionNameConstraint, connectionNameTaken, insertConnection, isUniqueViolation } from '@app-connections/db'
import { connect } from '@app-connections/providers'
import { appName, type Connection, type CreateConnection } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { requireConnections } from '../policy.ts'
import { requireProject } from '../projects/require.ts'
import { sealCredential } from './seal.ts'
import { shapeConnection } from './shape.ts'

/**
 * Stores a connection: authorize, name free?, validate at the platform, then seal and write row and audit event in one
 * statement. Three round trips to the database with the caller's look-up, and no transaction is open while the platform
 * is asked.
 *
 * Errors: 403, 404 (a project the caller may not know), 400 (taken name, credentials refused, a method that is not
 * created here), 502, 503, 504 (the platform).
 */
export async function create({ ctx, input }: { ctx: MemberContext; input: CreateConnection }): Promise<Connection> {
  const { member, services } = ctx
  const projectId = input.projectId ?? null
  if (projectId !== null) requireProject(member, projectId)
  requireConnections(member, projectId, 'create')
  if (input.method === 'oauth') {
    throw new OperationError(
      'BadRequest',
      `${appName(input.app)} OAuth connections are created in the web app: ${services.siteUrl}/`,
    )
  }

  const scope = { orgId: member.orgId, projectId, name: input.name }
  if (await connectionNameTaken(services.db, scope)) throw nameTaken(input.name)

  const deadline = AbortSignal.timeout(services.upstreamDeadlineMs)
  const connected = await connect(services.providers, input.app, input, deadline)

  const record = { orgId: member.orgId, id: uuidv7(), sealRevision: 1 }
  const sealed = sealCredential(await services.keyring.forOrg(member.orgId), record, connected)
  const now = services.now()
  try {
    const row = await insertConnection(
      services.db,
      {
        id: record.id,
        org_id: record.orgId,
        project_id: projectId,
        name: input.name,
        description: input.description ?? null,
        app: input.app,
        method: input.method,
        credentials: sealed.credentials,
        credentials_hash: sealed.credentialsHash,
        version: 1,
        revision: 1,
        seal_revision: record.sealRevision,
        account: JSON.stringify(connected.account),
        created_at: now,
        updated_at: now,
      },
      auditEvent(ctx, {
        orgId: record.orgId,
        action: 'appConnections.create',
        target: { type: 'app-connection', id: record.id },
        projectId,
        outcome: 'success',
        detail: { name: input.name, app: input.app, method: input.method },
      }),
    )
    return shapeConnection(row, member)
  } catch (error) {
    if (isUniqueViolation(error, connectionNameConstraint)) throw nameTaken(input.name)
    throw error
  }
}

function nameTaken(name: string): OperationError {
  return new OperationError('BadRequest', `An App Connection with the name "${name}" already exists`)
}

import { type ConnectionRow, type GrantRow, type Queryable, selectGrant } from '@app-connections/db'
import type { App } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { findConnection } from '../connection/find.ts'
import { denied } from '../failures/access.ts'
import { unknownGrant } from '../failures/grants.ts'
import type { MemberContext } from '../procedure/context.ts'

export interface FoundGrant {
  readonly connection: ConnectionRow
  readonly grant: GrantRow
}

/**
 * A grant of a connection that the caller may know of: an admin of the connection's scope knows all, others those that
 * they hold and the children of these. Errors: 404 (the connection or the grant), 400 (another app).
 */
export async function findGrant(
  ctx: MemberContext,
  ref: { app: App; connectionId: string; grantId: string },
): Promise<FoundGrant> {
  const connection = await findConnection(ctx, ref, 'read')
  return { connection, grant: await requireGrant(ctx, ctx.services.db, connection, ref.grantId) }
}

/** The grant of that id, as the caller may know of it by now. Errors: 404. */
export async function requireGrant(
  ctx: MemberContext,
  db: Queryable,
  connection: ConnectionRow,
  id: string,
): Promise<GrantRow> {
  const grant = await selectGrant(db, { orgId: connection.org_id, connectionId: connection.id }, id)
  const known = grant !== undefined && (administers(ctx, connection) || holds(ctx, grant) || holdsParent(ctx, grant))
  if (!known) throw unknownGrant(id).hiding(grant !== undefined)
  return grant
}

/** Whether the caller may make, change and end every grant of the connection. */
export function administers({ member }: MemberContext, connection: ConnectionRow): boolean {
  return mayWithConnections(member, connection.project_id, 'grant')
}

/** Throws 403 unless the caller administers the grants of the connection. */
export function requireAdministers(ctx: MemberContext, connection: ConnectionRow): void {
  if (!administers(ctx, connection)) throw denied('grant', 'app-connections')
}

export function holds({ actor }: MemberContext, grant: GrantRow): boolean {
  return grant.subject.id === actor.id
}

export function holdsParent({ actor }: MemberContext, grant: GrantRow): boolean {
  return grant.parentHolderId === actor.id
}

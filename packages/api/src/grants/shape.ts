import type { ConnectionRow, GrantRow } from '@app-connections/db'
import { type AuditAction, appSchema, type Grant } from '@app-connections/schemas'
import type { Managed } from '../procedure/audited.ts'

/** A grant as callers see it. */
export function shapeGrant(row: GrantRow, connection: ConnectionRow): Grant {
  return {
    id: row.id,
    connectionId: row.connectionId,
    app: appSchema.parse(connection.app),
    subject: row.subject,
    actions: row.actions,
    apps: row.resources,
    keys: row.keys,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    usesLeft: row.usesLeft,
    changesPerDay: row.changesPerDay,
    lease: row.lease,
    parentId: row.parentId,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    live: row.live,
  }
}

/** The answer of a change of a grant, and what its audit event says: the whole right as it is from now on. */
export function grantFacts(
  action: AuditAction,
  row: GrantRow,
  connection: ConnectionRow,
  more: Record<string, unknown> = {},
): Managed<Grant> {
  const {
    id,
    connectionId,
    app,
    subject,
    createdBy: _maker,
    createdAt: _at,
    live: _live,
    ...terms
  } = shapeGrant(row, connection)
  return {
    output: shapeGrant(row, connection),
    action,
    target: { type: 'grant', id },
    projectId: connection.project_id,
    detail: { connectionId, name: connection.name, app, subject, ...terms, ...more },
  }
}

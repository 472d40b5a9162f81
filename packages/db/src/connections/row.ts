import type { Expression } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Every column but the sealed one. */
export const metadata = [
  'id',
  'org_id',
  'project_id',
  'name',
  'description',
  'app',
  'method',
  'credentials_hash',
  'version',
  'revision',
  'seal_revision',
  'account',
  'credential_expires_at',
  'health',
  'health_reason',
  'health_since',
  'last_success_at',
  'observed',
  'next_check_at',
  'expiring_version',
  'deleted_at',
  'revoked',
  'rotation',
  'rotation_status',
  'rotation_message',
  'rotation_tries',
  'next_rotation_at',
  'created_at',
  'updated_at',
] as const

/** A connection by its id, deleted or not. The caller adds the columns and says which of the two it must be. */
export function connectionOfId(db: Queryable, orgId: OrgId | Expression<OrgId>, id: string | Expression<string>) {
  return db.selectFrom('connections').where('org_id', '=', orgId).where('id', '=', id)
}

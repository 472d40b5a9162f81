import type { Selectable } from 'kysely'
import { shortRead } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import { connectionOfId, metadata } from './row.ts'

export async function selectConnection(db: Queryable, orgId: OrgId, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await byId(db, { orgId, id })
  return row
}

const byId = shortRead<{ orgId: OrgId; id: string }>()((db, { param }) =>
  connectionOfId(db, param('orgId'), param('id')).select(metadata).where('deleted_at', 'is', null),
)

/** A connection with its sealed credential, for the one place that opens it. */
export async function selectSealedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<Selectable<Tables['connections']> | undefined> {
  return connectionOfId(db, orgId, id).selectAll().where('deleted_at', 'is', null).executeTakeFirst()
}

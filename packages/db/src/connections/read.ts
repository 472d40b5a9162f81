import { sql } from 'kysely'
import { shortRead } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { OrgId } from '../tables/org-id.ts'
import { connectionOfId, metadata } from './row.ts'

export async function selectConnection(db: Queryable, orgId: OrgId, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await byId(db, { orgId, id })
  return row
}

const byId = shortRead<{ orgId: OrgId; id: string }>()((db, { param }) =>
  connectionOfId(db, param('orgId'), param('id')).select(metadata).where('deleted_at', 'is', null),
)

/** A connection with its sealed credential. */
export type SealedConnection = ConnectionRow & { readonly credentials: Buffer }

/** A connection that is to be used, and what what is known of its grants can be compared with. */
export interface ConnectionToUse {
  readonly connection: SealedConnection
  /** Another text where its grants have changed, or another day (UTC) has begun. */
  readonly grantsVersion: string
  /** The database's clock. */
  readonly now: Date
}

export async function selectConnectionToUse(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<ConnectionToUse | undefined> {
  const [found] = await toUse(db, { orgId, id })
  if (found === undefined) return undefined
  const { grants_version: version, day, now, ...connection } = found
  return { connection, grantsVersion: `${version} ${day}`, now }
}

const toUse = shortRead<{ orgId: OrgId; id: string }>()((db, { param }) =>
  connectionOfId(db, param('orgId'), param('id'))
    .select([...metadata, 'credentials', 'grants_version'])
    .select([sql<string>`(now() at time zone 'UTC')::date::text`.as('day'), sql<Date>`now()`.as('now')])
    .where('deleted_at', 'is', null),
)

/** For the one place that opens it. */
export async function selectSealedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<SealedConnection | undefined> {
  const [row] = await sealedById(db, { orgId, id })
  return row
}

const sealedById = shortRead<{ orgId: OrgId; id: string }>()((db, { param }) =>
  connectionOfId(db, param('orgId'), param('id'))
    .select([...metadata, 'credentials'])
    .where('deleted_at', 'is', null),
)

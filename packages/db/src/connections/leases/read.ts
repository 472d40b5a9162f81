import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Queryable } from '../../engine/database.ts'
import type { GrantSubject } from '../../grants/read.ts'
import type { Tables } from '../../tables/index.ts'
import type { OrgId } from '../../tables/org-id.ts'
import type { LeaseRef } from './begin.ts'

/** A lease, with its holder under their present name. */
export interface LeaseRow extends Selectable<Tables['leases']> {
  holder: GrantSubject
  /** Whether its time is over, by the database's clock. */
  expired: boolean
}

/** One lease of a connection, ended or not. */
export async function selectLease(db: Queryable, { orgId, connectionId, id }: LeaseRef): Promise<LeaseRow | undefined> {
  const { rows } = await rowsOf(
    sql`l.org_id = ${orgId} and l.connection_id = ${connectionId} and l.id = ${id}::uuid`,
    sql`1`,
  ).execute(db)
  return rows[0]
}

/** The leases of a connection that have not ended, and the last that have, newest first; with `holderId` theirs alone. */
export async function selectLeases(
  db: Queryable,
  { orgId, connectionId, holderId }: { orgId: OrgId; connectionId: string; holderId?: string },
  { ended, most }: { ended: number; most: number },
): Promise<LeaseRow[]> {
  const own = holderId === undefined ? sql`true` : sql`l.holder = ${holderId}::uuid`
  const which = sql`l.org_id = ${orgId} and l.connection_id = ${connectionId} and ${own}`
  const { rows } = await rowsOf(
    sql`${which} and (l.state not in ('ended', 'failed') or l.id in (
      select l.id from leases l where ${which} and l.state in ('ended', 'failed')
      order by l.created_at desc, l.id desc limit ${ended}))`,
    sql`${most}`,
  ).execute(db)
  return rows
}

function rowsOf(which: RawBuilder<unknown>, limit: RawBuilder<unknown>): RawBuilder<LeaseRow> {
  return sql<LeaseRow>`
    select l.*, l.expires_at <= now() as expired,
      json_build_object('type', case when l.person_id is null then 'identity' else 'person' end, 'id', l.holder,
        'name', coalesce(u.name, i.name, 'somebody who is gone')) as holder
    from leases l
      left join auth."user" u on u.id = l.person_id
      left join identities i on i.id = l.identity_id and i.org_id = l.org_id
    where ${which} order by l.created_at desc, l.id desc limit ${limit}`
}

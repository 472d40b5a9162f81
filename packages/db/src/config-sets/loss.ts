import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Loss } from '../grants/loss.ts'

/**
 * A loss of rights that ends what syncs do by themselves. `connects`: whether the member may still connect with the
 * organization's own connections.
 */
export type LossOfSyncs = Loss & { connects: boolean }

/** The syncs that would stop to run by themselves with a loss. */
export async function selectLostSyncs(db: Queryable, loss: LossOfSyncs): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select y.id, y.name from config_syncs y
    where y.org_id = ${loss.orgId} and y.auto_sync and ${vouched(loss)} order by y.name, y.id`.execute(db)
  return rows
}

/** Switches off what these syncs do by themselves, until somebody who may switches it on again. */
export async function pauseLostSyncs(db: Queryable, loss: LossOfSyncs): Promise<void> {
  await sql`update config_syncs y set auto_sync = false, updated_at = date_trunc('milliseconds', now())
    where y.org_id = ${loss.orgId} and y.auto_sync and ${vouched(loss)}`.execute(db)
}

/**
 * What hangs on a right that is lost: in a project, that to its syncs; in the organization, that to connect with the
 * connection, and everything made through a secret or a token of the member.
 */
function vouched({ projectId, memberId, how, connects }: LossOfSyncs): RawBuilder<boolean> {
  const member = sql`${memberId}::uuid`
  if (projectId !== null) return sql<boolean>`(y.project_id = ${projectId}::uuid and y.makers[1] = ${member})`
  if (how === 'leaves') return sql<boolean>`${member} = any (y.makers)`
  const connected = sql`y.makers[1] = ${member} and exists (
    select from connections c where c.id = y.connection_id and c.project_id is null)`
  return sql<boolean>`(${member} = any (y.makers[2:])${connects ? sql`` : sql` or (${connected})`})`
}

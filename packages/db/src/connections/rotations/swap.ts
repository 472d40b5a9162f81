import { sql, type UpdateObject } from 'kysely'
import { insertAuditEvent, type NewAuditEvent } from '../../audit/events.ts'
import type { Queryable } from '../../engine/database.ts'
import { secondsFromNow } from '../../engine/lives.ts'
import { insertNotice, type NewNotice } from '../../notices/notices.ts'
import type { ConnectionRow } from '../../tables/connections.ts'
import type { Tables } from '../../tables/index.ts'
import { type ConnectionState, holdInState } from '../change.ts'
import { graceSeconds } from '../rotated.ts'
import { metadata } from '../row.ts'

/** One credential of a connection in place of another. */
export interface Swap {
  rotation: { id: string; kind: string }
  /** The credential that becomes the current one, and the state that it must have. */
  incoming: { id: string; from: 'pending' | 'previous' }
  /** What is known of the current one at its platform; `id` is for its row where it has none. */
  outgoing: { id: string; platformId: string | null }
  /** How long that one is kept. */
  overlapDays: number
  changesOf: (before: ConnectionRow) => UpdateObject<Tables, 'connections'>
  event: NewAuditEvent
  noticeFor: (after: ConnectionRow) => NewNotice | undefined
}

/**
 * Makes a credential the current one of its connection; the current one becomes the one before, and an older one of
 * those is to be ended at once, or as soon as no use can have it open any more. All with the event and the notice, or nothing: undefined where connection or credential
 * are in another state by now (`state` is the connection's), or, on the way back, where a rotation is under way.
 */
export async function swapCredentials(
  db: Queryable,
  state: ConnectionState,
  swap: Swap,
): Promise<ConnectionRow | undefined> {
  return db.transaction().execute(async (trx) => {
    const held = await holdInState(trx, state)
    if (held === undefined || !(await takeIncoming(trx, swap, held))) return undefined
    await keepOutgoing(trx, swap, held)
    await ofConnection(trx, held).set({ state: 'current' }).where('state', '=', 'incoming').execute()
    const common = { org_id: held.org_id, connection_id: held.id, message: null }
    const end = { state: 'succeeded', ended_at: sql<Date>`date_trunc('milliseconds', now())` }
    await trx
      .insertInto('rotations')
      .values({ ...swap.rotation, ...common, ...end })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(end))
      .execute()
    const row = await trx
      .updateTable('connections')
      .set(swap.changesOf(held))
      .where('org_id', '=', held.org_id)
      .where('id', '=', held.id)
      .returning(metadata)
      .executeTakeFirstOrThrow()
    await insertAuditEvent(trx, swap.event)
    const notice = swap.noticeFor(row)
    if (notice !== undefined) await insertNotice(trx, notice)
    return row
  })
}

/** When the latest swap of the same connection is so long ago that no use has the credential open that it replaced. */
const afterGrace = sql<Date>`(
  select least(${secondsFromNow(graceSeconds)}, greatest(now(), max(r.ended_at) + make_interval(secs => ${graceSeconds}::float8)))
  from rotations r where r.connection_id = rotated_credentials.connection_id and r.state = 'succeeded')`

async function takeIncoming(trx: Queryable, { incoming }: Swap, held: ConnectionRow): Promise<boolean> {
  if (incoming.from === 'previous') {
    const underWay = await trx
      .selectFrom('rotations')
      .select('id')
      .where('org_id', '=', held.org_id)
      .where('connection_id', '=', held.id)
      .where('state', '=', 'under_way')
      .executeTakeFirst()
    if (underWay !== undefined) return false
  }
  const taken = await ofConnection(trx, held)
    .set({ state: 'incoming', credentials: null, seal_revision: null, due_at: null, tries: 0 })
    .where('id', '=', incoming.id)
    .where('state', '=', incoming.from)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

async function keepOutgoing(trx: Queryable, { outgoing, overlapDays }: Swap, held: ConnectionRow): Promise<void> {
  await ofConnection(trx, held).set({ state: 'ending', due_at: afterGrace }).where('state', '=', 'previous').execute()
  const sealed = await trx
    .selectFrom('connections')
    .select(['credentials', 'seal_revision', 'credentials_hash', 'credential_expires_at as expires_at'])
    .where('org_id', '=', held.org_id)
    .where('id', '=', held.id)
    .executeTakeFirstOrThrow()
  const kept = {
    ...sealed,
    state: 'previous',
    due_at: secondsFromNow(Math.max(overlapDays * 86_400, graceSeconds)),
    account_id: held.account.id ?? null,
  }
  const had = await ofConnection(trx, held).set(kept).where('state', '=', 'current').returning('id').executeTakeFirst()
  if (had !== undefined) return
  const more = { org_id: held.org_id, connection_id: held.id, tries: 0, reason: null, ended_at: null }
  await trx
    .insertInto('rotated_credentials')
    .values({ ...kept, ...more, id: outgoing.id, platform_id: outgoing.platformId })
    .execute()
}

function ofConnection(trx: Queryable, { org_id, id }: ConnectionRow) {
  return trx.updateTable('rotated_credentials').where('org_id', '=', org_id).where('connection_id', '=', id)
}

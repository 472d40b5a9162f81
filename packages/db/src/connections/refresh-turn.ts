import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { isForeignKeyViolation } from '../engine/errors.ts'
import { isOver, secondsFromNow } from '../engine/lives.ts'
import type { OrgId } from '../tables/org-id.ts'

/**
 * The right to ask the platform for a fresher credential of one connection. One process holds it at a time. It ends by
 * the database's clock, and `epoch` tells one holder from the next.
 */
export interface RefreshTurn {
  connectionId: string
  orgId: OrgId
  owner: string
  epoch: number
  /** The generation to replace. */
  sealRevision: number
  /** Whether an earlier holder may have called for this generation without storing the answer. */
  uncertain: boolean
}

/** The longest rest of calls, in seconds. */
const longestRest = 60

/**
 * Takes the turn if no process holds it, or its holder has let it end, and calls for this generation do not rest.
 * Undefined otherwise, and where the connection has another generation or was just erased. From then on the row says
 * that a call is under way, since the intent is stored before the call.
 */
export async function takeRefreshTurn(
  db: Queryable,
  wanted: Pick<RefreshTurn, 'connectionId' | 'orgId' | 'owner' | 'sealRevision'>,
  turnMs: number,
): Promise<RefreshTurn | undefined> {
  const taken = sql<{ epoch: number; uncertain: boolean }>`
    insert into refresh_leases as l
      (connection_id, org_id, owner, epoch, deadline, seal_revision, calling, uncertain)
    select id, org_id, ${wanted.owner}::uuid, 1,
      ${secondsFromNow(turnMs / 1000)}, seal_revision, true, false
    from connections
    where id = ${wanted.connectionId} and org_id = ${wanted.orgId} and seal_revision = ${wanted.sealRevision}
    on conflict (connection_id) do update set
      owner = excluded.owner, epoch = l.epoch + 1, deadline = excluded.deadline,
      seal_revision = excluded.seal_revision, calling = true,
      uncertain = (l.calling or l.uncertain) and l.seal_revision = excluded.seal_revision,
      failures = case when l.seal_revision = excluded.seal_revision then l.failures else 0 end,
      not_before = null
    where (not l.calling or ${isOver('l.deadline', turnMs / 1000)})
      and (l.not_before is null or ${isOver('l.not_before', longestRest)} or l.seal_revision <> excluded.seal_revision)
    returning epoch, uncertain`
  try {
    const [row] = (await taken.execute(db)).rows
    return row && { ...wanted, ...row }
  } catch (error) {
    if (isForeignKeyViolation(error)) return undefined
    throw error
  }
}

/** Ends the turn without a call. */
export async function releaseTurn(db: Queryable, turn: RefreshTurn): Promise<void> {
  await ofTurn(db, turn).set({ calling: false }).execute()
}

/**
 * Ends the turn after a failed call. `uncertain`: the call may have had an effect whose answer is lost. After the first
 * failure, a retry is allowed at once. After the second in a row, calls for this generation rest for a second; after
 * each further one twice as long, up to a minute, by the database's clock.
 */
export async function releaseFailed(
  db: Queryable,
  turn: RefreshTurn,
  { failure, uncertain }: { failure: string; uncertain: boolean },
): Promise<void> {
  await ofTurn(db, turn)
    .set({
      calling: false,
      uncertain: turn.uncertain || uncertain,
      failure,
      failures: sql<number>`failures + 1`,
      not_before: sql<Date>`case when failures > 0
        then now() + make_interval(secs => least(${longestRest}, power(2, least(failures, 10) - 1))) end`,
    })
    .execute()
}

/** The last failure for a generation and how many seconds its calls still rest; undefined where they do not. */
export async function selectRest(
  db: Queryable,
  wanted: Pick<RefreshTurn, 'connectionId' | 'orgId' | 'sealRevision'>,
): Promise<{ failure: string; seconds: number } | undefined> {
  return db
    .selectFrom('refresh_leases')
    .select(['failure', sql<number>`ceil(extract(epoch from not_before - now()))::int`.as('seconds')])
    .where('connection_id', '=', wanted.connectionId)
    .where('org_id', '=', wanted.orgId)
    .where('seal_revision', '=', wanted.sealRevision)
    .where('calling', '=', false)
    .where(sql<boolean>`not ${isOver('not_before', longestRest)}`)
    .where('failure', 'is not', null)
    .$narrowType<{ failure: string }>()
    .executeTakeFirst()
}

/** The row of a turn, while this holder has it. */
export function ofTurn(db: Queryable, turn: RefreshTurn) {
  return db
    .updateTable('refresh_leases')
    .where('connection_id', '=', turn.connectionId)
    .where('owner', '=', turn.owner)
    .where('epoch', '=', turn.epoch)
}

import { type ConnectionPlace, type ConnectionRow, type Queryable, selectConnections } from '@app-connections/db'
import {
  type Connection,
  type ConnectionSort,
  connectionNameSchema,
  type ListConnections,
} from '@app-connections/schemas'
import * as z from 'zod'
import { longAnswer, requireOwnRequest } from '../connection/long-answer.ts'
import { mostRows } from '../connection/most-rows.ts'
import { readableScopes } from '../connection/scopes.ts'
import { shapeConnection } from '../connection/shape.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { tooManyForOneAnswer } from '../failures/connections.ts'
import { expiringAt } from '../health/health.ts'
import { isKnown } from '../health/kind.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The page size of a caller who gives a cursor but no limit. */
const defaultLimit = 100

/**
 * The connections of one project, or, without a project, all that the caller may read: those of the organization and
 * those of each project; of these, what the other filters leave. By lower-cased name unless another order is asked for.
 * Opens nothing. `nextCursor` is there while more follow. Errors: 403 (nothing may be read), 404 (the project), 400 (too many for one
 * answer, or all of them in a batch; a strange cursor), 429.
 */
export async function list({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: ListConnections
}): Promise<{ appConnections: Connection[]; nextCursor?: string }> {
  const { member, services } = ctx
  const { sort, direction } = input
  const wanted = {
    ...readableScopes(member, input),
    sort,
    direction,
    ...(input.app === undefined ? {} : { app: input.app }),
    ...(input.method === undefined ? {} : { method: input.method }),
    ...(input.health === undefined ? {} : { health: input.health }),
    ...ending(input.expiring, services.now()),
    ...(input.search ? { search: input.search } : {}),
    ...(input.cursor === undefined ? {} : { after: placeOf(input.cursor, sort, direction) }),
  }
  const shape = (rows: readonly ConnectionRow[]) => rows.filter(isKnown).map((row) => shapeConnection(row, member))

  if (input.limit === undefined && input.cursor === undefined) {
    requireOwnRequest(ctx, 'a list without limit')
    return { appConnections: await longAnswer(ctx, () => selectAll(services.db, wanted), shape) }
  }
  const limit = input.limit ?? defaultLimit
  const rows = await selectConnections(services.db, { ...wanted, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    appConnections: shape(page),
    ...(rows.length > limit && last !== undefined
      ? { nextCursor: encodeCursor([sort, direction, last.place, last.id]) }
      : {}),
  }
}

async function selectAll(db: Queryable, wanted: Omit<Parameters<typeof selectConnections>[1], 'limit'>) {
  const rows = await selectConnections(db, { ...wanted, limit: mostRows + 1 })
  if (rows.length <= mostRows) return rows
  throw tooManyForOneAnswer(mostRows)
}

function ending(expiring: boolean | undefined, now: Date) {
  if (expiring === undefined) return {}
  return expiring ? { ending: expiringAt(now) } : { notEnding: expiringAt(now) }
}

/** Whether a text of a cursor can be a key of the order: whatever else it were, the database would stumble over it. */
const fits: Record<ConnectionSort, (key: string) => boolean> = {
  name: (key) => connectionNameSchema.safeParse(key).success,
  health: (key) => /^[0-3]$/.test(key),
  createdAt: isTime,
  updatedAt: isTime,
  lastSuccessAt: (key) => key === '' || isTime(key),
}

/** A time as the database writes it for a cursor; it knows no year 0. */
function isTime(key: string): boolean {
  return !key.startsWith('0000') && z.iso.datetime({ precision: 6 }).safeParse(key).success
}

function placeOf(cursor: string, sort: ConnectionSort, direction: 'asc' | 'desc'): ConnectionPlace {
  const isId = (key: string) => z.uuid().safeParse(key).success
  const ofThisOrder = [(key: string) => key === sort, (key: string) => key === direction, fits[sort], isId]
  const [, , key = '', id = ''] = decodeCursor(cursor, ofThisOrder)
  return { key, id }
}

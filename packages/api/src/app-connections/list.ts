import {
  type ConnectionPlace,
  type ConnectionRow,
  selectConnectionIds,
  selectConnectionPlaces,
  selectConnections,
  selectConnectionsOfIds,
} from '@app-connections/db'
import {
  type Connection,
  type ConnectionSort,
  connectionNameSchema,
  type ListConnections,
} from '@app-connections/schemas'
import * as z from 'zod'
import { readableScopes } from '../connection/scopes.ts'
import { shapeConnection } from '../connection/shape.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { tooManyForOneAnswer } from '../failures/connections.ts'
import { expiringAt } from '../health/health.ts'
import { isKnown } from '../health/kind.ts'
import type { MemberContext } from '../procedure/context.ts'
import { listed, longAnswer, mostRows, requireOwnRequest, rowsOfPart } from '../procedure/long-answer.ts'

/** The page size of a caller who gives a cursor but no limit. */
const defaultLimit = 100

/**
 * The connections of one project or, without a project, all that the caller may read: the organization's and those of
 * each project. The other filters narrow this further. Sorted by lower-cased name unless the input names another order.
 * Opens nothing. `nextCursor` is present while more follow. Errors: 403 (nothing may be read), 404 (the project), 400
 * (too many for one answer, or all of them in a batch; a strange cursor), 429.
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
    return pageOf(ctx, wanted, shape, undefined)
  }
  return pageOf(ctx, wanted, shape, input.limit ?? defaultLimit)
}

type Wanted = Omit<Parameters<typeof selectConnections>[1], 'limit'>

/** The first `limit` connections that are wanted; without a limit all of them. */
async function pageOf(
  ctx: MemberContext,
  wanted: Wanted,
  shape: (rows: readonly ConnectionRow[]) => Connection[],
  limit: number | undefined,
): Promise<{ appConnections: Connection[]; nextCursor?: string }> {
  const { db } = ctx.services
  const few = Math.min(limit ?? rowsOfPart, rowsOfPart)
  const rows = await listed(ctx, () => selectConnections(db, { ...wanted, limit: few + 1 }))
  if (rows.length <= few || few === limit) {
    return { appConnections: shape(rows.slice(0, few)), ...nextOf(wanted, rows, few) }
  }
  const read = (ids: readonly string[]) => selectConnectionsOfIds(db, wanted, ids)
  if (limit === undefined) {
    const select = async () => {
      const ids = await selectConnectionIds(db, { ...wanted, limit: mostRows + 1 })
      if (ids.length > mostRows) throw tooManyForOneAnswer(mostRows)
      return ids
    }
    return { appConnections: await longAnswer(ctx, { select, read }, shape) }
  }
  let places: readonly { id: string; place: string }[] = []
  const select = async () => {
    places = await selectConnectionPlaces(db, { ...wanted, limit: limit + 1 })
    return places.slice(0, limit).map(({ id }) => id)
  }
  const appConnections = await longAnswer(ctx, { select, read }, shape)
  return { appConnections, ...nextOf(wanted, places, limit) }
}

/** What asks for those behind the first `limit`, where there are more. */
function nextOf({ sort, direction }: Wanted, found: readonly { id: string; place: string }[], limit: number) {
  const last = found.length > limit ? found[limit - 1] : undefined
  return last === undefined
    ? {}
    : { nextCursor: encodeCursor([sort ?? 'name', direction ?? 'asc', last.place, last.id]) }
}

function ending(expiring: boolean | undefined, now: Date) {
  if (expiring === undefined) return {}
  return expiring ? { ending: expiringAt(now) } : { notEnding: expiringAt(now) }
}

/** Whether a cursor's text can be a key of the order. The database would fail on any other. */
const fits: Record<ConnectionSort, (key: string) => boolean> = {
  name: (key) => connectionNameSchema.safeParse(key).success,
  health: (key) => /^[0-3]$/.test(key),
  createdAt: isTime,
  updatedAt: isTime,
  lastSuccessAt: (key) => key === '' || isTime(key),
}

/** A time in the form that the database writes into a cursor. PostgreSQL knows no year 0. */
function isTime(key: string): boolean {
  return !key.startsWith('0000') && z.iso.datetime({ precision: 6 }).safeParse(key).success
}

function placeOf(cursor: string, sort: ConnectionSort, direction: 'asc' | 'desc'): ConnectionPlace {
  const isId = (key: string) => z.uuid().safeParse(key).success
  const ofThisOrder = [(key: string) => key === sort, (key: string) => key === direction, fits[sort], isId]
  const [, , key = '', id = ''] = decodeCursor(cursor, ofThisOrder)
  return { key, id }
}

import { setImmediate as others } from 'node:timers/promises'
import { requestOfItsOwn } from '../failures/calls.ts'
import type { MemberContext } from './context.ts'
import { inTurn } from './in-turn.ts'

/** The most rows in one answer. */
export const mostRows = 10_000

/** The rows of the longest page. A long answer counts as so many pages. */
const rowsOfPage = 500

/**
 * How many rows are read and shaped at once, so that no other caller waits for long. An answer with no more is no long
 * one.
 */
export const rowsOfPart = 100

/** Reads as many rows as are read at once, few of an organization at a time while others call. Errors: 429. */
export function listed<T>({ services, member }: MemberContext, read: () => Promise<T>): Promise<T> {
  return services.turns.lists.take(member.orgId, read)
}

/** How the rows of a long answer are read. */
export interface LongRead<Place, Row> {
  /** The places of all rows, of one moment. */
  select: () => Promise<readonly Place[]>
  /** The present rows of some places. */
  read: (places: readonly Place[]) => Promise<readonly Row[]>
}

/**
 * Makes an answer of more rows than are read at once. It waits for the organization's turn, counts as the pages that it
 * reads, and is read and shaped in parts. With more than a page, its turn lasts until it has been sent, so that few
 * answers of an organization are in memory. Errors: 400 (more than a page, in a batch), 401 and 429 as `inTurn` has them.
 */
export async function longAnswer<Place, Row, T>(
  ctx: MemberContext,
  { select, read }: LongRead<Place, Row>,
  shape: (rows: readonly Row[]) => readonly T[],
): Promise<T[]> {
  return inTurn(ctx.services.turns.longAnswers, ctx, async (lasts) => {
    const places = await select()
    await countPages(ctx, places.length)
    const shaped: T[] = []
    for (let at = 0; at < places.length; at += rowsOfPart) {
      if (at > 0) await others()
      shaped.push(...shape(await read(places.slice(at, at + rowsOfPart))))
    }
    if (places.length > rowsOfPage) lasts(ctx.request.answered?.())
    return shaped
  })
}

/** All of a list without pages, or its first `mostRows`. `read` returns at most `limit` rows. Errors: 400, 429. */
export async function wholeList<Row, T>(
  ctx: MemberContext,
  read: (limit: number) => Promise<readonly Row[]>,
  shape: (row: Row) => T,
): Promise<T[]> {
  const few = await listed(ctx, () => read(rowsOfPart + 1))
  if (few.length <= rowsOfPart) return few.map(shape)
  return longAnswer(ctx, { select: () => read(mostRows), read: async (rows) => rows }, (rows) => rows.map(shape))
}

/** Counts the pages after the first, which the call itself counts as. */
async function countPages(ctx: MemberContext, rows: number): Promise<void> {
  const more = Math.ceil(rows / rowsOfPage) - 1
  if (more <= 0) return
  requireOwnRequest(ctx, `more than ${rowsOfPage} of them`)
  await ctx.services.limits.admit('read', ctx.actor.id, ctx.request.address, more)
  await ctx.services.limits.admitOrganization('read', ctx.member.orgId, more)
}

/** Throws 400 where a call is part of a batch. */
export function requireOwnRequest({ request }: MemberContext, what: string): void {
  if (request.batched !== true) return
  throw requestOfItsOwn(what)
}

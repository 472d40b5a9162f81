import { setImmediate as others } from 'node:timers/promises'
import { requestOfItsOwn } from '../failures/calls.ts'
import type { MemberContext } from './context.ts'

/** More rows than this are not sent in one answer. */
export const mostRows = 10_000

/** As many rows as a page has at most: what a long answer is counted by. */
const rowsOfPage = 500

/** So many rows are read and shaped at a stretch: nobody waits for long meanwhile. What has no more is no long answer. */
export const rowsOfPart = 100

/** How the rows of a long answer are had. */
export interface LongRead<Place, Row> {
  /** Which they are, at one moment. */
  select: () => Promise<readonly Place[]>
  /** What some of them are, by now. */
  read: (places: readonly Place[]) => Promise<readonly Row[]>
}

/**
 * Makes an answer of more rows than are read at a stretch: in the organization's turn, counted as the pages that it reads,
 * a part after the other. One of more than a page lasts until it has been sent, so that few of an organization are held
 * in memory. Errors: 400 (more than a page, with other calls), 429.
 */
export async function longAnswer<Place, Row, T>(
  ctx: MemberContext,
  { select, read }: LongRead<Place, Row>,
  shape: (rows: readonly Row[]) => readonly T[],
): Promise<T[]> {
  return ctx.services.turns.longAnswers.take(ctx.member.orgId, async (lasts) => {
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

/** The whole of a list that has no pages, or its first `mostRows`. `read` gives the first so many. Errors: 400, 429. */
export async function wholeList<Row, T>(
  ctx: MemberContext,
  read: (limit: number) => Promise<readonly Row[]>,
  shape: (row: Row) => T,
): Promise<T[]> {
  const few = await read(rowsOfPart + 1)
  if (few.length <= rowsOfPart) return few.map(shape)
  return longAnswer(ctx, { select: () => read(mostRows), read: async (rows) => rows }, (rows) => rows.map(shape))
}

/** Counts the pages that are read besides the first, which the call itself has been counted as. */
async function countPages(ctx: MemberContext, rows: number): Promise<void> {
  const more = Math.ceil(rows / rowsOfPage) - 1
  if (more <= 0) return
  requireOwnRequest(ctx, `more than ${rowsOfPage} of them`)
  await ctx.services.limits.admit('read', ctx.actor.id, ctx.request.address, more)
  await ctx.services.limits.admitOrganization('read', ctx.member.orgId, more)
}

/** Throws 400 where a call travels with others. */
export function requireOwnRequest({ request }: MemberContext, what: string): void {
  if (request.batched !== true) return
  throw requestOfItsOwn(what)
}

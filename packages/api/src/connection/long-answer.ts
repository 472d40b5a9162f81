import { setImmediate as others } from 'node:timers/promises'
import { requestOfItsOwn } from '../failures/calls.ts'
import type { MemberContext } from '../procedure/context.ts'

/** As many rows as a page has at most: what a long answer is counted and made by. */
const rowsOfPage = 500

/**
 * Makes an answer that has no limit of its own: in the organization's turn, counted as the pages that it reads, and a part
 * at a time, since everybody shares one thread. Errors: 429.
 */
export async function longAnswer<Row, T>(
  ctx: MemberContext,
  read: () => Promise<readonly Row[]>,
  shape: (rows: readonly Row[]) => readonly T[],
): Promise<T[]> {
  const { turns, limits } = ctx.services
  return turns.longAnswers.take(ctx.member.orgId, async () => {
    const rows = await read()
    const more = Math.ceil(rows.length / rowsOfPage) - 1
    if (more > 0) {
      requireOwnRequest(ctx, `more than ${rowsOfPage} connections`)
      await limits.admit('read', ctx.actor.id, ctx.request.address, more)
      await limits.admitOrganization('read', ctx.member.orgId, more)
    }
    const shaped: T[] = []
    for (let at = 0; at < rows.length; at += rowsOfPart) {
      if (at > 0) await others()
      shaped.push(...shape(rows.slice(at, at + rowsOfPart)))
    }
    return shaped
  })
}

/** So few that nobody waits for long while they are shaped. */
const rowsOfPart = 200

/** Throws 400 where a call travels with others. */
export function requireOwnRequest({ request }: MemberContext, what: string): void {
  if (request.batched !== true) return
  throw requestOfItsOwn(what)
}

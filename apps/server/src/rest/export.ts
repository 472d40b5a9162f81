import { Readable } from 'node:stream'
import { type Context, callProcedure } from '@app-connections/api'
import * as z from 'zod'

const page = z.object({ auditEvents: z.array(z.unknown()), nextCursor: z.string().optional() })

/** The most events read at once. Memory holds one page, however long the export is. */
const pageSize = 1_000

/**
 * All audit events that a filter selects, newest first, each as JSON on a line. The export itself leaves an event. The
 * first page is read before anything is sent, so that a refusal is still an error. A later failure breaks the connection
 * off, so that nobody takes a part for the whole. `again` looks the caller up and counts a call, since each further page
 * counts as a call of its own.
 */
export async function exportAuditEvents(
  ctx: Context,
  filter: unknown,
  again: () => Promise<Context>,
): Promise<Readable> {
  const read = async (ctx: Context, cursor: string | undefined) => {
    const input = { ...(typeof filter === 'object' ? filter : {}), limit: pageSize, cursor }
    return page.parse(await callProcedure(ctx, { path: 'auditEvents.list', type: 'query', input }))
  }
  const first = await read(ctx, undefined)
  await callProcedure(ctx, { path: 'auditEvents.export', type: 'mutation', input: filter ?? {} })
  async function* lines() {
    for (let current = first; ; current = await read(await again(), current.nextCursor)) {
      yield current.auditEvents.map((event) => `${JSON.stringify(event)}\n`).join('')
      if (current.nextCursor === undefined) return
    }
  }
  return Readable.from(lines(), { objectMode: false })
}

import type { Client } from '@app-connections/client'
import { addressOf } from '@/address/address.ts'
import type { auditFilter } from './audit-query.ts'

type AuditFilter = ReturnType<typeof auditFilter>

/** More are not held in a browser at once. */
export const mostExported = 100_000
const rowsAPage = 1_000

/**
 * All events of a filter, newest first, one JSON object per line; `complete` false where there are more than a browser should
 * hold. `onProgress` gets the number of events so far. Errors: those of `auditEvents.list`, and an abort.
 */
export async function readEvents(
  client: Pick<Client, 'auditEvents'>,
  filter: AuditFilter,
  {
    signal,
    onProgress,
    most = mostExported,
  }: { signal: AbortSignal; onProgress: (count: number) => void; most?: number },
): Promise<{ lines: string[]; complete: boolean }> {
  const lines: string[] = []
  let cursor: string | undefined
  do {
    const limit = Math.min(rowsAPage, most - lines.length)
    const page = await client.auditEvents.list.query(
      { ...filter, limit, ...(cursor === undefined ? {} : { cursor }) },
      { signal },
    )
    for (const event of page.auditEvents) lines.push(`${JSON.stringify(event)}\n`)
    onProgress(lines.length)
    cursor = page.nextCursor
  } while (cursor !== undefined && lines.length < most)
  return { lines, complete: cursor === undefined }
}

/** The same export as a command, for a shell: without a limit, by token. */
export function curlOfExport(siteUrl: string, filter: AuditFilter): string {
  const address = addressOf(`${siteUrl}/api/v1/audit-events/export`, filter)
  return `curl -fsS '${address}' \\\n  -H "authorization: Bearer $ACCESS_TOKEN" \\\n  -o audit-events.jsonl`
}

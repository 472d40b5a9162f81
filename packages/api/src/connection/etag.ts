import { changedSince } from '../failures/connections.ts'

/** The entity tag of a connection's state: `"<id>.<revision>"` (RFC 9110, 8.8.3: a strong tag, quotes included). */
export function etagOf(row: { id: string; revision: number }): string {
  return `"${row.id}.${row.revision}"`
}

/**
 * The revision that an `If-Match` requires; undefined where it requires none or any (`*`). A list of tags matches if
 * one of them belongs to this connection. Throws 412 where none can match.
 */
export function revisionOf(ifMatch: string | undefined, row: { id: string; revision: number }): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const tags = ifMatch.split(',').map((tag) => tag.trim())
  if (tags.includes(etagOf(row))) return row.revision
  throw changedSince()
}

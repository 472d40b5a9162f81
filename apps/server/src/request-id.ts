import { randomFillSync } from 'node:crypto'

/** The random bytes of an id: 72 bits, so that no two ids are equal. */
const idBytes = 9

/** Random bytes for many ids at once, because a call to the system for each would slow every request. */
const pool = Buffer.alloc(idBytes * 256)
let used = pool.length

/** A new id of a request, for its answer and the log: `req-` and 12 letters and digits. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const id = pool.toString('base64url', used, used + idBytes)
  used += idBytes
  return `req-${id.replace(/[-_]/g, '0')}`
}

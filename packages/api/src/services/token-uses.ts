import type { Queryable } from '@app-connections/db'
import { recordTokenUses } from '@app-connections/db/system'

export interface TokenUses {
  /** Notes in memory that a token was used just now. */
  note(tokenId: string): void
  /**
   * Stores the noted uses in one statement. It runs often enough for `lastUsedAt` to be exact to a minute, and when the
   * process ends. Rejects where it cannot write; the uses then stay noted.
   */
  flush(): Promise<void>
}

/** Keeps when each token was last used in memory first: a write for each call would cost more than most calls do. */
export function createTokenUses(db: Queryable, now: () => number = Date.now): TokenUses {
  let noted = new Map<string, number>()

  return {
    note(tokenId) {
      noted.set(tokenId, now())
    },
    async flush() {
      if (noted.size === 0) return
      const uses = noted
      noted = new Map()
      try {
        await recordTokenUses(
          db,
          [...uses].map(([id, at]) => ({ id, at: new Date(at) })),
        )
      } catch (error) {
        noted = new Map([...uses, ...noted])
        throw error
      }
    },
  }
}

import type { Queryable } from '@app-connections/db'
import { recordTokenUses } from '@app-connections/db/system'

/** What noting the use of a token takes of the services. */
export interface TokenUseServices {
  readonly db: Queryable
  readonly now: () => Date
}

/** When each token was last used, in milliseconds, as far as it is not written yet; by process (its services). */
const noted = new WeakMap<TokenUseServices, Map<string, number>>()

/** Notes in memory that a token was used: a write for each call would cost more than most calls do. */
export function noteTokenUse(services: TokenUseServices, tokenId: string): void {
  let uses = noted.get(services)
  if (uses === undefined) {
    uses = new Map()
    noted.set(services, uses)
  }
  uses.set(tokenId, services.now().getTime())
}

/**
 * Writes what was noted, in one statement. Called often enough that what is shown is right to a minute, and when the
 * process ends. What cannot be written stays noted for the next time.
 */
export async function flushTokenUses(services: TokenUseServices): Promise<void> {
  const uses = noted.get(services)
  if (uses === undefined || uses.size === 0) return
  noted.delete(services)
  try {
    await recordTokenUses(
      services.db,
      [...uses].map(([id, at]) => ({ id, at: new Date(at) })),
    )
  } catch (error) {
    const since = noted.get(services)
    noted.set(services, since === undefined ? uses : new Map([...uses, ...since]))
    throw error
  }
}

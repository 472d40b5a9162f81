import { inBackground, type Queryable } from '@app-connections/db'
import { selectStandingGrants } from '@app-connections/db/system'

/** So often it is asked whether the grants of uses under way still stand, in milliseconds. */
const askEveryMs = 400

/** Uses of connections that are under way in this process. One whose grant ends is ended with it, within a second. */
export interface Uses {
  /** Watches a use by its grants. Fires where one of them ends, or where that cannot be learned. */
  watch(grantIds: readonly string[]): { readonly signal: AbortSignal; release(): void }
}

export function createUses(db: Queryable, onFailure: (error: unknown) => void): Uses {
  const watched = new Map<AbortController, readonly string[]>()
  let timer: NodeJS.Timeout | undefined
  let asking = false

  async function ask(): Promise<void> {
    if (asking) return
    asking = true
    try {
      const ids = [...new Set([...watched.values()].flat())]
      const standing = await inBackground(() => selectStandingGrants(db, ids))
      for (const [use, grantIds] of [...watched]) if (!grantIds.every((id) => standing.has(id))) use.abort()
    } catch (error) {
      // Whether a grant stands is not known now. What nobody can take back must not go on.
      for (const use of [...watched.keys()]) use.abort()
      onFailure(error)
    } finally {
      asking = false
    }
  }

  return {
    watch(grantIds) {
      const use = new AbortController()
      watched.set(use, grantIds)
      timer ??= setInterval(() => void ask(), askEveryMs).unref()
      return {
        signal: use.signal,
        release() {
          watched.delete(use)
          if (watched.size > 0) return
          clearInterval(timer)
          timer = undefined
        },
      }
    },
  }
}

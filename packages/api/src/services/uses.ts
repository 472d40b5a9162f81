import { aheadOfAll, type Queryable } from '@app-connections/db'
import { type Standing, selectStanding } from '@app-connections/db/system'
import { createPlaces, type User } from './places.ts'

/** So often it is asked whether what uses under way hang on still stands, in milliseconds. */
const askEveryMs = 400

/** What a use hangs on: the grants that it is counted against, as they were, and the token or session of its caller. */
export interface Support {
  readonly grants: readonly { readonly id: string; readonly terms: string }[]
  readonly tokenId: string
}

/** Uses of connections that are under way in this process. One that loses what it hangs on ends within a second. */
export interface Uses {
  /** Counts a use as under way until the function is called that comes back. Throws 429 where too many are. */
  begin(user: User): () => void
  /** Watches a use. Fires where a grant ends or changes, or the token ends, or where that cannot be learned. */
  watch(support: Support): { readonly signal: AbortSignal; release(): void }
}

export function createUses(db: Queryable, onFailure: (error: unknown) => void): Uses {
  const watched = new Map<AbortController, Support>()
  let timer: NodeJS.Timeout | undefined
  let asking = false

  async function ask(): Promise<void> {
    if (asking) return
    asking = true
    const asked = [...watched]
    try {
      const standing = await aheadOfAll(() =>
        selectStanding(db, {
          grantIds: [...new Set(asked.flatMap(([, { grants }]) => grants.map(({ id }) => id)))],
          tokenIds: [...new Set(asked.map(([, { tokenId }]) => tokenId))],
        }),
      )
      for (const [use, support] of asked) if (!stands(standing, support)) use.abort()
    } catch (error) {
      // What still stands is not known now. What nobody can take back must not go on.
      for (const [use] of asked) use.abort()
      onFailure(error)
    } finally {
      asking = false
    }
  }

  return {
    begin: createPlaces({ ofCaller: 16, ofOrganization: 64 }),
    watch(support) {
      const use = new AbortController()
      watched.set(use, support)
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

function stands({ grants: terms, tokens }: Standing, { grants, tokenId }: Support): boolean {
  return tokens.has(tokenId) && grants.every((grant) => terms.get(grant.id) === grant.terms)
}

import type { ConfigDriftRow } from '@app-connections/db'
import type { ConfigRelease, ConfigValue } from '@app-connections/providers'
import { type Drift, driftSchema } from '@app-connections/schemas'

/** A key that somebody else has changed, with its value there: undefined where it is gone. */
export interface Drifted {
  readonly key: string
  readonly change: Drift['keys'][number]['change']
  readonly known: string
  readonly there: string | undefined
}

/**
 * The keys whose value is not the one that the sync last knew there. One that the platform hides by now is not told: it may
 * be as it was.
 */
export function driftedKeys(
  known: ReadonlyMap<string, string>,
  values: readonly ConfigValue[],
  digestOf: (value: string) => string,
): Drifted[] {
  const present = new Map(values.map((value) => [value.key, value]))
  return [...known].flatMap(([key, digest]): Drifted[] => {
    const there = present.get(key)
    const row = (change: Drifted['change']) => [{ key, change, known: digest, there: there?.value ?? undefined }]
    if (there === undefined) return row('removed')
    if (there.attached) return row('attached')
    return there.value === null || digestOf(there.value) === digest ? [] : row('changed')
  })
}

/** The latest of the releases that names a key; where there is but one release, that one. */
export function releaseOf(key: string, releases: readonly ConfigRelease[]): number | null {
  const [only, ...others] = releases
  const named = releases.find(({ keys }) => keys.includes(key))
  return (named ?? (others.length === 0 ? only : undefined))?.version ?? null
}

/** What a look has found, as callers see it. */
export function shapeDrift(syncId: string, row: ConfigDriftRow | undefined): Drift {
  return driftSchema.parse({
    syncId,
    lookedAt: row?.looked_at?.toISOString() ?? null,
    message: row?.message ?? null,
    release: row?.release ?? null,
    keys: row?.found ?? [],
    releases: row?.releases ?? [],
  })
}

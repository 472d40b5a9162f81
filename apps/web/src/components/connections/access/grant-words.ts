import type { Grant } from '@app-connections/schemas'

/** Why a grant cannot be used, in a word; undefined while it can be. */
export function deadInWords({ live, endedAt, expiresAt, usesLeft, parentId }: Grant, now: number): string | undefined {
  if (live) return undefined
  if (endedAt !== null) return 'Ended'
  if (expiresAt !== null && Date.parse(expiresAt) <= now) return 'Expired'
  if (usesLeft === 0) return 'Used up'
  return parentId === null ? 'Expired' : 'Parent cannot be used'
}

/** The limits of a grant that are numbers, in words: "3 uses left", "20 changes a day". */
export function limitsInWords({
  usesLeft,
  changesPerDay,
  lease,
}: Pick<Grant, 'usesLeft' | 'changesPerDay' | 'lease'>): string[] {
  return [
    ...(usesLeft === null ? [] : [`${usesLeft} ${usesLeft === 1 ? 'use' : 'uses'} left`]),
    ...(changesPerDay === null ? [] : [`${changesPerDay} ${changesPerDay === 1 ? 'change' : 'changes'} a day`]),
    ...(lease === null ? [] : [`leases of ${minutes(lease.maxSeconds)} at most: ${lease.scopes.join(', ')}`]),
  ]
}

function minutes(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** Grants with each child after its parent and one step deeper. A child whose parent is not there is at the top. */
export function inGenerations(grants: readonly Grant[]): { grant: Grant; depth: number }[] {
  const ids = new Set(grants.map(({ id }) => id))
  const below = Map.groupBy(grants, ({ parentId }) => (parentId !== null && ids.has(parentId) ? parentId : ''))
  const from = (parent: string, depth: number): { grant: Grant; depth: number }[] =>
    (below.get(parent) ?? []).flatMap((grant) => [{ grant, depth }, ...from(grant.id, depth + 1)])
  return from('', 0)
}

/** The live children, grandchildren and so on of a grant: what ends with it. */
export function descendantsOf(id: string, grants: readonly Grant[]): Grant[] {
  return grants
    .filter(({ parentId, live }) => parentId === id && live)
    .flatMap((child) => [child, ...descendantsOf(child.id, grants)])
}

import type { Resource, Route } from '@app-connections/providers'

/** As much of a grant as its proof needs. */
export interface ProvableGrant {
  readonly id: string
  readonly actions: readonly string[]
  readonly resources: readonly Pick<Resource, 'id' | 'name'>[] | null
  readonly keys: readonly string[] | null
}

/** Where one grant opens a route: on which resources (null: everywhere) and, where it is about values, which (null: all). */
export interface Scope {
  readonly grantId: string
  readonly resources: ProvableGrant['resources']
  readonly keys: readonly string[] | null
}

/** Why a route is closed: no grant has its action, or those that have are narrowed to resources, which it cannot be. */
export type ClosedFor = 'no action' | 'whole account'

/** What grants open of one route: as each of them says, the granted rows of a list, who the account is, or nothing. */
export type Proven =
  | { readonly opens: 'as granted'; readonly scopes: readonly Scope[] }
  | { readonly opens: 'rows'; readonly scopes: readonly Scope[] }
  | { readonly opens: 'identity' }
  | { readonly opens: 'nothing'; readonly why: ClosedFor }

/**
 * What grants open of a route of their platform. It reads the grants one by one and shares nothing with what decides
 * about requests: a test holds the two against each other.
 */
export function prove(route: Route, grants: readonly ProvableGrant[]): Proven {
  if (route.answer === 'identity') {
    return grants.length > 0 ? { opens: 'identity' } : { opens: 'nothing', why: 'no action' }
  }
  const named = grants.filter(({ actions }) =>
    [route.action, ...route.includedIn].some((action) => actions.includes(action)),
  )
  if (named.length === 0) return { opens: 'nothing', why: 'no action' }
  const scopes = named.map(({ id, resources, keys }) => ({
    grantId: id,
    resources,
    keys: route.answer === 'values' ? keys : null,
  }))
  const reaching = route.ofResource ? scopes : scopes.filter(({ resources }) => resources === null)
  if (reaching.length > 0) return { opens: 'as granted', scopes: reaching }
  return route.answer === 'resources' ? { opens: 'rows', scopes } : { opens: 'nothing', why: 'whole account' }
}

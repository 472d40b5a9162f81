import type { Route } from '@app-connections/providers'
import type { Closed } from './decide.ts'
import type { UsableGrant } from './rights.ts'

/** Where one grant opens a route: on which resources (null: everywhere) and, where it is about values, which (null: all). */
export interface Scope {
  readonly grantId: string
  readonly resources: readonly string[] | null
  readonly keys: readonly string[] | null
}

/** What grants open of one route: as each of them says, the granted rows of a list, who the account is, or nothing. */
export type Proven =
  | { readonly opens: 'as granted'; readonly scopes: readonly Scope[] }
  | { readonly opens: 'rows'; readonly resources: readonly string[] }
  | { readonly opens: 'identity' }
  | { readonly opens: 'nothing'; readonly why: Closed }

export interface Proof {
  readonly route: Route
  readonly proven: Proven
}

/**
 * What grants open, over every route of a platform. It reads the grants one by one and shares nothing with what decides
 * about requests: a test holds the two against each other.
 */
export function prove(routes: readonly Route[], grants: readonly UsableGrant[]): readonly Proof[] {
  return routes.map((route) => ({ route, proven: proveRoute(route, grants) }))
}

function proveRoute(route: Route, grants: readonly UsableGrant[]): Proven {
  if (route.answer === 'identity') {
    return grants.length > 0 ? { opens: 'identity' } : { opens: 'nothing', why: 'no grant' }
  }
  const named = grants.filter(({ actions }) =>
    [route.action, ...route.includedIn].some((action) => actions.includes(action)),
  )
  if (named.length === 0) return { opens: 'nothing', why: 'no grant' }
  const scopes = named
    .filter(({ resources }) => resources === null || route.ofResource)
    .map(({ id, resources, keys }) => ({
      grantId: id,
      resources: resources === null ? null : resources.map((resource) => resource.id),
      keys: route.answer === 'values' ? keys : null,
    }))
  if (scopes.length > 0) return { opens: 'as granted', scopes }
  if (route.answer !== 'resources') return { opens: 'nothing', why: 'whole account' }
  return {
    opens: 'rows',
    resources: [...new Set(named.flatMap(({ resources }) => (resources ?? []).map(({ id }) => id)))],
  }
}

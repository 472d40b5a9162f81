import type { Route } from '@app-connections/providers'
import { everyKey, type KeySet } from './keys.ts'
import type { Right, Rights, UsableGrant } from './rights.ts'
import type { Values } from './values-write.ts'

/**
 * How much of a route's answer the caller sees, and of its body may send. `written`: values that they have just sent
 * themselves, and see where the platform has them so. `stream`: an address of the platform's, in the place of which the
 * caller gets one of ours.
 */
export type View =
  | { readonly of: 'everything' }
  | { readonly of: 'stream' }
  | { readonly of: 'resources'; readonly ids: ReadonlySet<string> }
  | { readonly of: 'values'; readonly keys: KeySet; readonly written?: Values }
  | { readonly of: 'identity' }

/**
 * Why a route is closed. `no grant`: none has its action. `another resource`: one has, for other resources.
 * `whole account`: one has, for some resources, and this route cannot be narrowed to them.
 */
export type Closed = 'no grant' | 'another resource' | 'whole account'

export type Decision<G extends UsableGrant = UsableGrant> =
  | { readonly open: true; readonly right: Right<G> | undefined; readonly view: View }
  | { readonly open: false; readonly why: Closed }

/**
 * Whether a caller's rights open a route, on the resource of that id where it is about one. Deny by default: what no
 * grant says is closed. Of the account itself whoever has a grant may know who it is.
 */
export function decide<G extends UsableGrant>(
  rights: Rights<G>,
  route: Route,
  resource: string | undefined,
): Decision<G> {
  if (route.answer === 'identity') {
    return rights.any ? { open: true, right: undefined, view: { of: 'identity' } } : { open: false, why: 'no grant' }
  }
  const decisions = [route.action, ...route.includedIn].map((action) => decideBy(action, rights, route, resource))
  const nearest = decisions.find((each) => each.open) ?? decisions.find((each) => !each.open && each.why !== 'no grant')
  return nearest ?? { open: false, why: 'no grant' }
}

function decideBy<G extends UsableGrant>(
  action: string,
  rights: Rights<G>,
  route: Route,
  resource: string | undefined,
): Decision<G> {
  const named = rights.named(action)
  if (route.ofResource) {
    const right = rights.on(action, resource)
    if (right === undefined) return { open: false, why: named === undefined ? 'no grant' : 'another resource' }
    return { open: true, right, view: viewOf(route, right) }
  }
  const right = rights.everywhere(action)
  if (right !== undefined) return { open: true, right, view: viewOf(route, right) }
  if (named === undefined) return { open: false, why: 'no grant' }
  if (route.answer !== 'resources') return { open: false, why: 'whole account' }
  return { open: true, right: named, view: { of: 'resources', ids: named.resources } }
}

function viewOf(route: Route, { keys }: Right): View {
  if (route.answer === 'stream') return { of: 'stream' }
  return route.answer === 'values' && keys !== everyKey ? { of: 'values', keys } : { of: 'everything' }
}

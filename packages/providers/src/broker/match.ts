import type { Route, RouteMethod } from './route.ts'

/** A request as the platform's routes have it. */
export interface Matched {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

interface Node {
  readonly routes: Map<RouteMethod, Route>
  readonly literals: Map<string, Node>
  any: Node | undefined
}

/** What the routes have at a path: `ambiguous` where two of them could be meant, whatever the method. */
export type Match =
  | { readonly found: 'route'; readonly matched: Matched }
  | { readonly found: 'other methods'; readonly methods: readonly RouteMethod[] }
  | { readonly found: 'ambiguous' }
  | { readonly found: 'nothing' }

/**
 * Finds the route of a method and the decoded parts of a path. Which of two routes a platform prefers is not written
 * anywhere, so a path that two can have is not matched, nor one
 * that only the less literal of two has by that method; but for a path without a parameter.
 */
export function createMatcher(routes: readonly Route[]): (method: string, segments: readonly string[]) => Match {
  const root = node()
  for (const route of routes) {
    let at = root
    for (const part of route.parts) at = typeof part === 'string' ? literal(at, part) : parameter(at)
    if (at.routes.has(route.method)) throw new Error(`two routes are ${route.name}`)
    at.routes.set(route.method, route)
  }
  return (method, segments) => {
    const [end, ...others] = endsOf(root, segments, 0)
    if (end === undefined) return { found: 'nothing' }
    const wanted = method === 'HEAD' ? 'GET' : method
    const routeOf = ({ routes: there }: Node) => [...there.values()].find((each) => each.method === wanted)
    const route = routeOf(end)
    // A path that is written out in the table is the platform's own.
    const own = route?.parts.every((part) => typeof part === 'string') ?? false
    if (!own && others.some((other) => routeOf(other) !== undefined)) return { found: 'ambiguous' }
    if (route === undefined) return { found: 'other methods', methods: [...end.routes.keys()].sort() }
    return { found: 'route', matched: { route, parameters: parametersOf(route, segments) } }
  }
}

/** Every end that a path may have, the most literal first. */
function endsOf(from: Node, segments: readonly string[], at: number): Node[] {
  const segment = segments[at]
  if (segment === undefined) return from.routes.size === 0 ? [] : [from]
  const next = from.literals.get(segment)
  return [
    ...(next === undefined ? [] : endsOf(next, segments, at + 1)),
    ...(from.any === undefined ? [] : endsOf(from.any, segments, at + 1)),
  ]
}

function parametersOf({ parts }: Route, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap((part, index) => (typeof part === 'string' ? [] : [[part.parameter, segments[index] ?? '']])),
  )
}

function node(): Node {
  return { routes: new Map(), literals: new Map(), any: undefined }
}

function literal(from: Node, part: string): Node {
  const known = from.literals.get(part) ?? node()
  from.literals.set(part, known)
  return known
}

function parameter(from: Node): Node {
  from.any ??= node()
  return from.any
}

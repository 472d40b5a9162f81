import type { Resource, Route } from '@app-connections/providers'
import type { ExampleRequest } from '@app-connections/schemas'
import { covers } from '../grants/terms.ts'
import { type ProvableGrant, type Proven, prove } from './prove.ts'

/** How far one grant opens a route; undefined where it does not. */
type Reach = Pick<ProvableGrant, 'resources' | 'keys'> | undefined

/**
 * A request that one grant opens and another does not, or not as far; undefined where there is none. Undefined grants
 * open nothing.
 */
export function openedBy(
  route: Route,
  grant: ProvableGrant | undefined,
  other: ProvableGrant | undefined,
): ExampleRequest | undefined {
  const reach = reachOf(route, grant)
  if (reach === undefined) return undefined
  const part = beyond(reach, reachOf(route, other))
  return part && requestTo(route, part)
}

function reachOf(route: Route, grant: ProvableGrant | undefined): Reach {
  const proven: Proven = prove(route, grant === undefined ? [] : [grant])
  if (proven.opens === 'nothing') return undefined
  return proven.opens === 'identity' ? { resources: null, keys: null } : proven.scopes[0]
}

/** A part of what a grant reaches: one of its resources, undefined for any, and a value's name where it is about one. */
interface Part {
  readonly resource: Pick<Resource, 'name'> | undefined
  readonly key: string
}

/** A part of what one grant reaches that is beyond another. */
function beyond(to: NonNullable<Reach>, from: Reach): Part | undefined {
  if (from === undefined) return { resource: to.resources?.[0], key: keyOf(to.keys?.[0], []) }
  const { resources, keys } = from
  if (resources !== null) {
    const more = to.resources?.find(({ id }) => !resources.some((known) => known.id === id))
    if (to.resources === null || more !== undefined) return { resource: more, key: keyOf(to.keys?.[0], []) }
  }
  if (keys === null) return undefined
  const more = to.keys?.find((key) => !keys.some((granted) => covers(granted, key)))
  if (to.keys !== null && more === undefined) return undefined
  return { resource: to.resources?.[0], key: keyOf(more, keys) }
}

/** As many names are tried: more than a grant can name. */
const mostTried = 2_000

/** A name that a pattern covers, undefined for any, and none of the others does. */
function keyOf(pattern: string | undefined, others: readonly string[]): string {
  if (pattern !== undefined && !pattern.endsWith('*')) return pattern
  const start = pattern?.slice(0, -1) ?? ''
  const free = (name: string) => !others.some((other) => covers(other, name))
  const tried = ['EXAMPLE', ...Array.from({ length: mostTried }, (_, number) => number.toString(36).toUpperCase())]
  return `${start}${tried.find((end) => free(`${start}${end}`)) ?? ''}`
}

function requestTo(route: Route, { resource, key }: Part): ExampleRequest {
  const segments = route.parts.map((part, at) => {
    if (typeof part === 'string') return part
    return (at === route.resourceAt ? resource?.name : undefined) ?? `${part.parameter}-id`
  })
  const { method } = route
  const path = `/${segments.map(encodeURIComponent).join('/')}`
  return { method, path, ...(route.answer === 'values' ? { key } : {}) }
}

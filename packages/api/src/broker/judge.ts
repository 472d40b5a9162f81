import { type Broker, type Route, readTarget, type Target, UnclearTarget } from '@app-connections/providers'
import { ambiguousRoute, unclearAddress, unknownRoute, wrongRouteVerb } from '../failures/broker.ts'

/** A request as it was understood: what is sent is rebuilt from it. */
export interface Judged {
  readonly route: Route
  readonly target: Target
  /** The resource that the path names, by id or name; undefined where it names none. */
  readonly resource: string | undefined
}

/** Understands a request's method and raw address, in the one way there is. Errors: 400, 404, 405. */
export function judge(
  broker: Broker,
  platform: string,
  { method, target: raw }: { method: string; target: string },
): Judged {
  const target = read(raw)
  const match = broker.find(method, target.segments)
  if (match.found === 'nothing') throw unknownRoute(platform)
  if (match.found === 'ambiguous') throw ambiguousRoute(platform)
  if (match.found === 'other methods') throw wrongRouteVerb(platform, match.methods)
  const { route } = match.matched
  return { route, target, resource: target.segments[route.resourceAt] }
}

/** The same request, with its resource named by its id. */
export function named(judged: Judged, id: string): Judged {
  const { target, route } = judged
  const segments = target.segments.map((segment, at) => (at === route.resourceAt ? id : segment))
  return { ...judged, resource: id, target: { ...target, segments } }
}

function read(raw: string): Target {
  try {
    return readTarget(raw)
  } catch (error) {
    throw error instanceof UnclearTarget ? unclearAddress(error.message) : error
  }
}

import type { ActorRow } from '@app-connections/db'
import type { ConnectionsOverview } from '@app-connections/schemas'

/** The actor of an action as callers see it; null where the service itself acted. */
export function shapeActor({
  actorType,
  actorId,
  actorName,
}: ActorRow): ConnectionsOverview['changes'][number]['actor'] {
  return actorId === null ? null : { type: actorType, id: actorId, name: actorName ?? `deleted ${actorType}` }
}

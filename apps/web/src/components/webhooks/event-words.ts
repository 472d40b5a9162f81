import type { WebhookEvent } from '@app-connections/schemas'

/** The events of a webhook by their type, with their meaning, in the order in which forms offer them. */
export const eventWords: Record<WebhookEvent, { name: string; meaning: string }> = {
  'connection.failed': {
    name: 'Failed',
    meaning: 'a credential no longer works, or its account has a problem; someone has to act',
  },
  'connection.recovered': { name: 'Recovered', meaning: 'the connection works again' },
  'connection.expiring': {
    name: 'Expiring',
    meaning: 'a credential expires within a week and is not renewed automatically',
  },
  'connection.rotation_failed': {
    name: 'Rotation failed',
    meaning: 'a credential works, but could not be rotated; someone has to act',
  },
  'connection.rotated': { name: 'Rotated', meaning: 'a credential was replaced by a new one of the same account' },
  'lease.created': {
    name: 'Lease opened',
    meaning: 'somebody was given a token of a connection’s account for a while',
  },
  'lease.ended': { name: 'Lease ended', meaning: 'that token works no more' },
  'connection.created': { name: 'Created', meaning: 'a connection was created' },
  'connection.deleted': { name: 'Deleted', meaning: 'a connection was deleted' },
  'sync.drifted': { name: 'Drifted', meaning: 'somebody else has changed values that a sync has set' },
}

/** The events that forms and filters offer, written out here so that no page loads the schemas for them. */
export const webhookEvents: readonly WebhookEvent[] = [
  'connection.failed',
  'connection.recovered',
  'connection.expiring',
  'connection.rotation_failed',
  'connection.rotated',
  'lease.created',
  'lease.ended',
  'connection.created',
  'connection.deleted',
  'sync.drifted',
]

/** Events in a few words: "Failed, recovered". */
export function eventsInWords(events: readonly WebhookEvent[]): string {
  if (webhookEvents.every((event) => events.includes(event))) return 'All events'
  const names = webhookEvents.filter((event) => events.includes(event)).map((event) => eventWords[event].name)
  return names.map((name, index) => (index === 0 ? name : name.toLowerCase())).join(', ')
}

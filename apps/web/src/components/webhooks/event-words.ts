import type { WebhookEvent } from '@app-connections/schemas'

/** What a webhook can be told, by the type a receiver sees, with what it means; in the order in which forms offer it. */
export const eventWords: Record<WebhookEvent, { name: string; meaning: string }> = {
  'connection.failed': {
    name: 'Failed',
    meaning: 'a credential no longer works, or its account is in trouble: somebody has to act',
  },
  'connection.recovered': { name: 'Recovered', meaning: 'it works again after that' },
  'connection.expiring': { name: 'Expiring', meaning: 'a credential ends within a week, and nothing renews it' },
  'connection.created': { name: 'Created', meaning: 'a connection is there' },
  'connection.deleted': { name: 'Deleted', meaning: 'a connection is gone' },
}

/** What forms and filters offer; typed by hand, so that no page loads schemas for it. */
export const webhookEvents: readonly WebhookEvent[] = [
  'connection.failed',
  'connection.recovered',
  'connection.expiring',
  'connection.created',
  'connection.deleted',
]

/** Events in a few words: "Failed, recovered". */
export function eventsInWords(events: readonly WebhookEvent[]): string {
  if (webhookEvents.every((event) => events.includes(event))) return 'Everything'
  const names = webhookEvents.filter((event) => events.includes(event)).map((event) => eventWords[event].name)
  return names.map((name, index) => (index === 0 ? name : name.toLowerCase())).join(', ')
}

import { webhookEventSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { eventsInWords, webhookEvents } from './event-words.ts'

it('offers every event that there is', () => {
  expect([...webhookEvents].sort()).toEqual([...webhookEventSchema.options].sort())
})

it('says which events a webhook listens to, in one order', () => {
  expect(eventsInWords(['connection.deleted', 'connection.failed'])).toBe('Failed, deleted')
  expect(eventsInWords([...webhookEventSchema.options])).toBe('All events')
})

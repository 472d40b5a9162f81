import { expect, it } from 'vitest'
import { usesByActor } from './uses-by-actor.ts'

const event = (id: string | null, action: string, at: string) => ({
  id: '01920000-0000-7000-8000-000000000000',
  at,
  actor: { type: id === null ? 'anonymous' : 'person', id, tokenId: null },
  address: null,
  userAgent: null,
  action,
  target: { type: 'app-connection', id: null },
  projectId: null,
  outcome: 'success',
  reqId: 'req',
  detail: {},
})

it('sums events by who acted, the latest actor first, each action named once', () => {
  const events = [
    event('b', 'apps', '2026-06-03T00:00:00.000Z'),
    event('a', 'update', '2026-06-02T00:00:00.000Z'),
    event('b', 'apps', '2026-06-01T12:00:00.000Z'),
    event(null, 'apps', '2026-06-01T06:00:00.000Z'),
    event('b', 'create', '2026-06-01T00:00:00.000Z'),
  ]
  expect(usesByActor(events).map(({ actor, ...uses }) => ({ id: actor.id, ...uses }))).toEqual([
    { id: 'b', actions: ['apps', 'create'], times: 3, last: '2026-06-03T00:00:00.000Z' },
    { id: 'a', actions: ['update'], times: 1, last: '2026-06-02T00:00:00.000Z' },
    { id: null, actions: ['apps'], times: 1, last: '2026-06-01T06:00:00.000Z' },
  ])
})

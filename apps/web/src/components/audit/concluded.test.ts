import type { AuditEvent } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { withoutConcluded } from './concluded.ts'

const event = (reqId: string, outcome: string, action = 'session.signIn'): AuditEvent => ({
  id: `${reqId} ${outcome}`,
  at: '2026-01-01T00:00:00.000Z',
  actor: { type: 'anonymous', id: null, tokenId: null },
  address: null,
  userAgent: null,
  action,
  target: { type: 'person', id: null },
  projectId: null,
  outcome,
  reqId,
  detail: {},
})

describe('an attempt', () => {
  it('is not shown beside its end', () => {
    const ended = event('1', 'failed')
    expect(withoutConcluded([ended, event('1', 'attempted')])).toEqual([ended])
  })

  it('is shown where its end is not there', () => {
    const events = [event('1', 'success', 'session.signOut'), event('1', 'attempted'), event('2', 'success')]
    expect(withoutConcluded(events)).toEqual(events)
  })
})

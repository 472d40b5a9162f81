import { auditActions } from '@app-connections/schemas'
import { exampleCursor, exampleIds } from './examples.ts'
import type { Noun } from './noun.ts'

const { connectionId, identityId, projectId } = exampleIds

export const auditEvents = {
  tag: 'Audit events',
  description: 'Who did what to what, from where, and how it ended. For admins of the organization.',
  fields: {
    action: `One of ${Object.keys(auditActions).join(', ')}. A later release may add to them.`,
    actor: 'Who acted: a person or a machine identity, and with which token or session.',
    actorId: 'The id of the person or machine identity that acted.',
    address: 'The address that the call came from.',
    at: 'ISO 8601, UTC, with milliseconds.',
    auditEvents: 'Newest first.',
    cursor: 'The nextCursor of the page before.',
    detail: 'What else is worth knowing; never a secret.',
    from: 'Events at this time or later, ISO 8601.',
    limit: 'The most events in one answer.',
    nextCursor: 'There while more follow: the cursor of the next page.',
    outcome: 'success, refused, denied or failed.',
    projectId: 'The project it was about.',
    reqId: 'The id of the request, as its answer carried it.',
    target: 'What it was done to.',
    targetId: 'The id of what it was done to.',
    to: 'Events before this time, ISO 8601.',
    userAgent: 'What the caller said it is.',
  },
  examples: {
    action: 'appConnections.create',
    actorId: identityId,
    cursor: exampleCursor,
    from: '2026-01-01T00:00:00Z',
    limit: 100,
    outcome: 'success',
    projectId,
    targetId: connectionId,
    to: '2026-02-01T00:00:00Z',
  },
} satisfies Noun

import { exampleCursor, exampleIds } from './examples.ts'
import type { Noun } from './noun.ts'

const { connectionId, projectId } = exampleIds

export const appConnections = {
  tag: 'App connections',
  description:
    'Named, checked and sealed credentials of third-party platforms, in the organization or in one of its projects.',
  fields: {
    app: 'The third-party platform.',
    appConnections: 'Sorted by name.',
    connectionId: 'The id of the connection.',
    connectionName: 'The name of the connection.',
    createdAt: 'ISO 8601, UTC, with milliseconds.',
    credentials: 'In requests what the method needs; in answers always empty: credentials never come out.',
    credentialsHash: 'A keyed fingerprint: equal for equal credentials of one organization, and of no use elsewhere.',
    cursor: 'The nextCursor of the page before.',
    description: 'For people.',
    gatewayId: 'Not supported; absent or null.',
    health: 'Whether the credential works, as far as is known.',
    isAutoRotationEnabled: 'Whether the credential is replaced on a schedule.',
    isPlatformManagedCredentials: 'Not supported; absent or false.',
    limit: 'The most connections in one answer; with it or a cursor the answer is a page.',
    method: 'How the connection authenticates at its platform.',
    methods: 'How its connections may authenticate.',
    name: '1 to 64 of a-z and 0-9 in groups joined by single hyphens; unique in its scope across all apps.',
    nextCursor: 'There while more follow: the cursor of the next page.',
    oauthClientId: 'The client id for OAuth, where one is configured.',
    orgId: 'The organization.',
    project: 'The project, or null for a connection of the organization itself.',
    projectId: "A project by its id; a connection without one is the organization's own.",
    revokeUpstream: 'Whether a pasted credential is also withdrawn at its platform; what consent gave always is.',
    rotation: 'Not supported; absent or null.',
    scope: 'Leaves out the connections of projects; not together with projectId.',
    sort: 'What the list is in the order of. By health, what needs somebody comes first.',
    direction: 'Whether the list begins with the least or with the greatest.',
    search: 'A part of the name or description; letters of either case match.',
    updatedAt: 'ISO 8601, UTC, with milliseconds.',
    version: '1, and one more whenever the credential is replaced.',
    'Idempotency-Key':
      'Makes the call safe to repeat for 24 hours: a repeat with the same body is given the first answer.',
    'If-Match': 'The ETag of the state that is meant: if the connection has changed since, the answer is 412.',
  },
  examples: {
    connectionId,
    connectionName: 'storefront',
    cursor: exampleCursor,
    limit: 100,
    projectId,
    'Idempotency-Key': 'create-storefront-1',
    'If-Match': `"${connectionId}.1"`,
  },
} satisfies Noun

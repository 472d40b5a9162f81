import { exampleIds } from './examples.ts'

/** What each field means, where its name does not say it. */
export type FieldWords = Readonly<Record<string, string>>

/** The chapters of the document: one for each noun of the procedures that REST offers. */
export interface Noun {
  readonly tag: string
  readonly description: string
  /** Fields and parameters, in words. */
  readonly fields: FieldWords
  /** A value for each parameter. */
  readonly examples: Readonly<Record<string, unknown>>
}

const { connectionId, identityId, projectId } = exampleIds
const cursor = 'WyJleGFtcGxlIiwiLi4uIl0'

export const nouns = {
  appConnections: {
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
      cursor,
      limit: 100,
      projectId,
      'Idempotency-Key': 'create-storefront-1',
      'If-Match': `"${connectionId}.1"`,
    },
  },
  accessTokens: {
    tag: 'Access tokens',
    description: 'How a machine identity logs in, and keeps or ends its access token.',
    fields: {
      accessToken: 'What goes into the header Authorization.',
      accessTokenMaxTTL: 'Seconds from now until the token ends for good, however often it is renewed.',
      clientId: 'The client id of the machine identity.',
      clientSecret: 'One of its client secrets.',
      expiresIn: 'Seconds from now until the token ends unless it is renewed.',
      tokenType: 'The scheme of the header Authorization.',
    },
    examples: {},
  },
  auditEvents: {
    tag: 'Audit events',
    description: 'Who did what to what, from where, and how it ended. For admins of the organization.',
    fields: {
      action: 'The procedure, for example appConnections.create.',
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
      cursor,
      from: '2026-01-01T00:00:00Z',
      limit: 100,
      outcome: 'success',
      projectId,
      targetId: connectionId,
      to: '2026-02-01T00:00:00Z',
    },
  },
} satisfies Readonly<Record<string, Noun>>

/** The chapter that a procedure belongs to. Throws where it has none: a noun that REST offers needs words. */
export function nounOf(procedure: string): Noun {
  const noun = Object.entries(nouns).find(([name]) => name === procedure.split('.')[0])?.[1]
  if (noun === undefined) throw new Error(`${procedure} has no chapter in the API document`)
  return noun
}

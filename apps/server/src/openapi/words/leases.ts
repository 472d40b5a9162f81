import { type App, type Lease, leaseFactsOf } from '@app-connections/schemas'
import { exampleIds } from './examples.ts'
import type { Noun } from './noun.ts'

const { connectionId, grantId, identityId, leaseId } = exampleIds

export const leases = {
  tag: 'Leases',
  description:
    'Credentials of a connection’s account that somebody holds for a while, for tools that insist on one. A lease ends by itself, also at its platform, and with the grant and the token that it was opened with, with the connection, and with the membership of its holder.',
  fields: {
    app: 'The third-party platform.',
    connectionId: 'The id of the connection.',
    createdAt: 'ISO 8601, UTC, with milliseconds.',
    endedAt: 'When it ended; null while it has not.',
    endedBy: 'What ended it, or is to: `access` is the loss of what it hung on, `lost` that its token reached nobody.',
    expiresAt: 'When it ends by itself.',
    grantId: 'The grant that it was opened by.',
    holder: 'Who opened it.',
    leaseId: 'The id of the lease.',
    leases: 'Newest first.',
    reason: 'Why it is not ended yet, or how it ended, in a sentence; null where there is nothing to say.',
    renews: 'The lease whose place it took; null for none.',
    scopes: 'What its token may do, in the platform’s words.',
    seconds: 'How long it lasts, 60 to 86400.',
    state: 'ending is tried again until it is done; stuck could not be ended, and ends by itself after its time.',
    token: 'The credential. It is shown here and never again.',
    variable: 'The variable by which the platform’s own programs take the token.',
  },
  examples: { connectionId, leaseId },
} satisfies Noun

const time = '2026-01-31T09:30:00.000Z'

/** A lease on a connection of an app. */
export function exampleLease(app: App): Lease {
  const { scopes = [], variable = '' } = leaseFactsOf(app) ?? {}
  return {
    ...{ id: leaseId, connectionId, app, holder: { type: 'identity', id: identityId, name: 'deploy' }, grantId },
    ...{ scopes: scopes.slice(0, 1), variable, state: 'live', createdAt: time, expiresAt: '2026-01-31T09:45:00.000Z' },
    ...{ endedAt: null, endedBy: null, reason: null, renews: null },
  }
}

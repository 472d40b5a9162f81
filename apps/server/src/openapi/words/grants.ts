import { exampleCursor, exampleIds } from './examples.ts'
import type { Noun } from './noun.ts'

const { connectionId, grantId } = exampleIds

export const grants = {
  tag: 'Grants',
  description: [
    'Who may use a connection for what, until when and how often, without ever seeing its credential.',
    'The holder of a grant sends a request of the platform, whatever its method, to `…/app-connections/{app}/{connectionId}/proxy/{path}`, with the path and query that the platform has. It is sent on with the credential put in, as far as grants allow, and the platform’s status, headers and body come back, cut to what is granted and without the credential. Bodies stream, of any size. Errors of this service carry the fields of a failure and the platform’s `id` as well, and the header `x-app-connections: denied` where no grant allows the request; `details` name the missing action.',
    'What is not in the platform’s published API, or could be understood in two ways, is refused and not sent. Each use leaves two events: one before it leaves, one of how it ended.',
  ].join('\n\n'),
  fields: {
    actions: "What it allows, in the platform's nouns and verbs: config-vars:write.",
    app: 'The third-party platform.',
    apps: 'What it is narrowed to, by id or name; the ids of now are kept. Null for everything the connection reaches.',
    changesPerDay: 'How many changes it allows on one day (UTC); null for no limit.',
    connectionId: 'The id of the connection.',
    createdAt: 'ISO 8601, UTC, with milliseconds.',
    createdBy: 'Who made it.',
    cursor: 'The nextCursor of the page before.',
    endedAt: 'When it was ended; null while it was not.',
    expiresAt: 'When it ends by itself, ISO 8601; null for never.',
    grantId: 'The id of the grant.',
    grants: 'Newest first.',
    keys: 'The named values that it is narrowed to, exactly or as PREFIX_*; null for all.',
    lease: 'The leases that it allows, with the action leases:create: the scopes and the longest life; null for none.',
    limit: 'The most grants in one answer.',
    live: 'Whether it can be used now: neither it nor a parent has ended, expired or been used up.',
    maxSeconds: 'The longest life of a lease, 60 to 86400.',
    nextCursor: 'There while more follow: the cursor of the next page.',
    parentId: 'The grant that it is a child of: no wider than it, and it ends with it.',
    scopes: 'What the token of a lease may do, in the platform’s words.',
    subject: 'Who holds it.',
    usesLeft: 'How many uses it still allows; null for no limit. Those of a child count for its parent too.',
    'Idempotency-Key':
      'Makes the call safe to repeat for 24 hours: a repeat with the same body is given the first answer.',
  },
  examples: { connectionId, grantId, cursor: exampleCursor, limit: 100, 'Idempotency-Key': 'grant-deploy-1' },
} satisfies Noun

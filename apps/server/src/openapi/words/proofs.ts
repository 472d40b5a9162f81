import { exampleIds } from './examples.ts'
import { grants } from './grants.ts'
import type { Noun } from './noun.ts'

const { connectionId, grantId } = exampleIds
const { actions, apps, changesPerDay, expiresAt, keys, lease, maxSeconds, usesLeft } = grants.fields

export const proofs = {
  tag: 'Proofs',
  description: 'What grants open, over every route that the platform publishes.',
  fields: {
    ...{ actions, apps, changesPerDay, expiresAt, keys, lease, maxSeconds, usesLeft },
    action: 'The action that opens the route.',
    changes: 'Whether the platform is another one after it.',
    changesLeft: 'How many changes are left today (UTC); null for no limit.',
    closes: 'The routes of which something closes.',
    connection: 'The id or the name of one.',
    connectionId: 'The id of the connection.',
    endingChildren: 'The children of the grant that would end, since they allow more than it would.',
    example:
      'A request that makes the difference. A part of its path that no grant names is the word of the parameter.',
    grantId: 'The id of the grant.',
    grants: 'The live grants of the caller, oldest first.',
    key: 'Of a route over named values, the one that it is about.',
    live: 'Whether the grant can be used now. If not, everything is denied.',
    opens:
      'The routes of which something opens. One that is in closes too opens for one app, say, and closes for another.',
    path: 'Below the platform.',
    reason: 'Why, for programs; words say it for people.',
    route: 'Method and template of the path, as the platform publishes it.',
    routes: 'In the order of the platform’s table. Of proxy-rights, those that are open.',
    scopes:
      'Of a route, the grants that open it, each with how far; empty where it is denied, and for who the account is. Of leases, what their tokens may do.',
    secret: 'Whether its answer holds credentials, or addresses that are a right by themselves.',
    verdict: 'partly: for some apps, keys, fields or rows alone.',
    words: 'The reason in words, with what is cut.',
  },
  examples: { connection: 'storefront', connectionId, grantId },
} satisfies Noun

import {
  appSchema,
  availableConnectionSchema,
  grantProofSchema,
  type ProvenRoute,
  proofDifferenceSchema,
  provenRouteSchema,
  proxyRightsSchema,
} from '@app-connections/schemas'
import * as z from 'zod'
import type { SchemaNames } from '../schema/json-schema.ts'
import { exampleConnection, exampleIds } from '../words/examples.ts'
import { nouns } from '../words/nouns.ts'

const { grantId, connectionId } = exampleIds
const { fields } = nouns.proofs
const storefront = { id: connectionId, name: 'storefront' }

const partly: ProvenRoute = {
  route: 'GET /apps/{app}/config-vars',
  action: 'config-vars:read',
  changes: false,
  secret: false,
  verdict: 'partly',
  reason: 'narrowed',
  words: 'config-vars:read on the app storefront, with the values of LOG_LEVEL alone',
  scopes: [{ grantId, apps: [storefront], keys: ['LOG_LEVEL'] }],
}
const denied: ProvenRoute = {
  route: 'GET /addons',
  action: 'addons:read',
  changes: false,
  secret: false,
  verdict: 'denied',
  reason: 'noAction',
  words: 'The grant does not have addons:read',
  scopes: [],
}
const example = { method: 'GET', path: '/apps/storefront/config-vars', key: 'LOG_LEVEL' }

/** The schemas of the answers about what grants open. Adds each to `names`. */
export function proofAnswers(names: SchemaNames) {
  provenRouteSchema.register(names, {
    id: 'ProvenRoute',
    description: 'What grants open of one route of the platform.',
    fields,
    examples: [partly],
  })

  const proofAnswer = z.object({ proof: grantProofSchema }).register(names, {
    id: 'ProofAnswer',
    description: 'A grant over every route of its platform.',
    fields,
    examples: [{ proof: { grantId, live: true, routes: [partly, denied] } }],
  })

  const differenceAnswer = z.object({ difference: proofDifferenceSchema }).register(names, {
    id: 'DifferenceAnswer',
    description: 'What a change of a grant would open and close.',
    fields,
    examples: [{ difference: { opens: [{ ...partly, example }], closes: [], endingChildren: [] } }],
  })

  const proxyRightsAnswer = z.object({ proxyRights: proxyRightsSchema }).register(names, {
    id: 'ProxyRightsAnswer',
    description: 'What the caller may do on a connection.',
    fields,
    examples: [
      {
        proxyRights: {
          grants: [
            {
              id: grantId,
              actions: ['config-vars:read'],
              apps: [storefront],
              keys: ['LOG_LEVEL'],
              expiresAt: '2026-02-28T00:00:00.000Z',
              usesLeft: null,
              changesLeft: null,
              lease: null,
            },
          ],
          routes: [partly],
        },
      },
    ],
  })

  const usableAnswer = z.object({ appConnections: z.array(availableConnectionSchema) }).register(names, {
    id: 'UsableConnectionsAnswer',
    description: 'Connections that the caller may use, by name.',
    examples: [
      {
        appConnections: appSchema.options
          .map(exampleConnection)
          .map(({ app, name, id, projectId, orgId }) => ({ app, name, id, projectId, orgId })),
      },
    ],
  })

  return { proofAnswer, differenceAnswer, proxyRightsAnswer, usableAnswer }
}

import { type App, appName } from '@app-connections/schemas'
import { differenceAnswer, proofAnswer, proxyRightsAnswer, usableAnswer } from '../answers/answers.ts'
import { identifierOf } from '../answers/connection-answers.ts'
import * as cause from '../failures/causes.ts'
import type { CallsByProcedure } from './call.ts'

export const proofCalls: CallsByProcedure = {
  'proofs.usable': {
    operationId: 'listUsableConnections',
    summary: 'List the connections that you may use',
    description:
      'Those of which the caller holds a live grant, by name; at most 500. With `connection`, the one that it names.',
    answer: usableAnswer,
    causes: [],
  },
}

/** The calls about what the grants of a connection of one app open. */
export function proofCallsOf(app: App): CallsByProcedure {
  const title = appName(app)
  const id = identifierOf(app)
  const ofConnection = [...cause.unknownOrOther(app), cause.noGrants(app)]
  return {
    'proofs.ofGrant': {
      operationId: `prove${id}Grant`,
      summary: `Prove what a grant of a ${title} connection opens`,
      description: `Every route of ${title}, allowed or denied, and why. For those who may read the grant.`,
      answer: proofAnswer,
      causes: [...ofConnection, cause.unknownGrant],
    },
    'proofs.difference': {
      operationId: `compare${id}Grant`,
      summary: `Compare a grant of a ${title} connection with a change of it`,
      description:
        'Takes what a change of the grant takes, changes nothing, and answers which routes would open and close, each with a request that makes the difference.',
      answer: differenceAnswer,
      example: { keys: ['LOG_LEVEL'], expiresAt: null },
      causes: [
        ...[...ofConnection, cause.unknownGrant, cause.denied('grant'), cause.grantEnded],
        ...cause.fromPlatform(app),
      ],
    },
    'proofs.rights': {
      operationId: `get${id}ProxyRights`,
      summary: `Read what you may do on a ${title} connection`,
      description: 'By all live grants of the caller together. A route that is not in the answer is denied.',
      answer: proxyRightsAnswer,
      causes: ofConnection,
    },
  }
}

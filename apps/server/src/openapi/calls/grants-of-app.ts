import { type App, appName, grantsPageSchema } from '@app-connections/schemas'
import { grantAnswer } from '../answers/answers.ts'
import { identifierOf } from '../answers/connection-answers.ts'
import * as cause from '../failures/causes.ts'
import { exampleIds } from '../words/examples.ts'
import type { CallsByProcedure } from './call.ts'

/** The calls about the grants of a connection of one app. */
export function grantCallsOf(app: App): CallsByProcedure {
  const title = appName(app)
  const id = identifierOf(app)
  const ofOne = [...cause.unknownOrOther(app), cause.unknownGrant]
  const ofTerms = [cause.denied('grant'), cause.noGrants(app), cause.grantEnded, ...cause.fromPlatform(app)]
  return {
    'grants.create': {
      operationId: `create${id}Grant`,
      summary: `Grant the use of a ${title} connection`,
      description:
        'For admins of the scope of the connection and, with `parentId`, for the holder of that grant. What is absent or null does not limit it.',
      answer: grantAnswer,
      example: {
        subject: { type: 'identity', id: exampleIds.identityId },
        actions: ['config-vars:read', 'config-vars:write'],
        apps: ['storefront'],
        keys: ['LOG_LEVEL', 'FEATURE_*'],
        expiresAt: '2026-02-28T00:00:00Z',
      },
      causes: [...ofOne, ...ofTerms, cause.tooManyGrants, ...cause.keyInUse],
    },
    'grants.list': {
      operationId: `list${id}Grants`,
      summary: `List the grants of a ${title} connection`,
      description: 'All for admins of its scope; for others those that they hold and the children of these.',
      answer: grantsPageSchema,
      causes: [...cause.unknownOrOther(app), cause.strangeCursor],
    },
    'grants.get': {
      operationId: `get${id}Grant`,
      summary: `Read a grant of a ${title} connection`,
      description: 'One that has ended can be read for 30 days.',
      answer: grantAnswer,
      causes: ofOne,
    },
    'grants.update': {
      operationId: `update${id}Grant`,
      summary: `Change a grant of a ${title} connection`,
      description: 'What is absent stays; null takes a limit away. Children that allow more than it does now end.',
      answer: grantAnswer,
      example: { keys: ['LOG_LEVEL'], expiresAt: null },
      causes: [...ofOne, ...ofTerms],
    },
    'grants.end': {
      operationId: `end${id}Grant`,
      summary: `End a grant of a ${title} connection`,
      description: 'With all its children. The holder of a grant may end its children.',
      answer: grantAnswer,
      causes: [...ofOne, cause.denied('grant'), cause.grantEnded],
    },
  }
}

import { connectionsAnswer, optionsAnswer } from '../answers/answers.ts'
import * as cause from '../failures/causes.ts'
import type { CallsByProcedure } from './call.ts'

/** The calls over the connections of all apps. */
export const connectionCalls: CallsByProcedure = {
  'appConnections.list': {
    operationId: 'listConnections',
    summary: 'List the connections of all apps',
    description: 'Those of one project or, without `projectId`, all that the caller may read.',
    answer: connectionsAnswer,
    causes: [cause.tooManyForOneAnswer, cause.strangeCursor, cause.denied('read'), cause.unknownProject],
  },
  'appConnections.options': {
    operationId: 'listConnectionOptions',
    summary: 'List the apps that can be connected',
    description: 'And by which methods.',
    answer: optionsAnswer,
    causes: [],
  },
}

import { type App, appName, apps } from '@app-connections/schemas'
import { answersOf, usageAnswer } from '../answers/answers.ts'
import { identifierOf, resourcesIdentifierOf } from '../answers/connection-answers.ts'
import * as cause from '../failures/causes.ts'
import type { CallsByProcedure } from './call.ts'

/** The calls over the connections of one app. */
export function connectionCallsOf(app: App): CallsByProcedure {
  const answers = answersOf(app)
  const title = appName(app)
  const id = identifierOf(app)
  const { credentials } = apps[app].examples
  return {
    'appConnections.create': {
      operationId: `create${id}Connection`,
      summary: `Create a ${title} connection`,
      description: `Checks the credentials at ${title}, seals and stores them. They never come out again.`,
      answer: answers.one,
      example: { name: 'storefront', description: 'Deploys of the storefront', ...credentials },
      causes: [
        ...[cause.nameTaken, cause.denied('create'), cause.unknownProject],
        ...[...cause.keyInUse, ...cause.fromPlatform(app)],
      ],
    },
    'appConnections.list': {
      operationId: `list${id}Connections`,
      summary: `List ${title} connections`,
      description: 'Those of one project or, without `projectId`, all that the caller may read.',
      answer: answers.many,
      causes: [cause.tooManyForOneAnswer, cause.strangeCursor, cause.denied('read'), cause.unknownProject],
    },
    'appConnections.available': {
      operationId: `listAvailable${id}Connections`,
      summary: `List ${title} connections to connect with`,
      description: "The organization's own that the caller may connect with and, with `projectId`, the project's too.",
      answer: answers.available,
      causes: [cause.denied('connect'), cause.unknownProject],
    },
    'appConnections.getByName': {
      operationId: `get${id}ConnectionByName`,
      summary: `Read a ${title} connection by its name`,
      description: 'In the organization itself or, with `projectId`, in a project.',
      answer: answers.one,
      causes: [cause.otherAppByName(app), cause.unknownName, cause.unknownProject],
    },
    'appConnections.get': {
      operationId: `get${id}Connection`,
      summary: `Read a ${title} connection`,
      description: 'Without its credentials, which never come out.',
      answer: answers.one,
      causes: cause.unknownOrOther(app),
    },
    'appConnections.update': {
      operationId: `update${id}Connection`,
      summary: `Change a ${title} connection`,
      description: `What is absent stays. New credentials are checked at ${title} first and replace the old ones whole.`,
      answer: answers.one,
      example: { description: 'Deploys of the storefront, new token', credentials: credentials.credentials },
      causes: [
        ...[...cause.unknownOrOther(app), cause.nameTaken, cause.denied('edit'), cause.changedSince],
        ...cause.fromPlatform(app),
      ],
    },
    'appConnections.remove': {
      operationId: `delete${id}Connection`,
      summary: `Delete a ${title} connection`,
      description: 'Answers with the connection as it was.',
      answer: answers.one,
      causes: [...cause.unknownOrOther(app), cause.denied('delete'), cause.changedSince],
    },
    'appConnections.usage': {
      operationId: `get${id}ConnectionUsage`,
      summary: `List what depends on a ${title} connection`,
      description: 'By project. Whoever may delete it sees all; others what is in their projects.',
      answer: usageAnswer,
      causes: [...cause.unknownOrOther(app), cause.tooManyForOneAnswer],
    },
    'appConnections.check': {
      operationId: `check${id}Connection`,
      summary: `Check a ${title} connection now`,
      description: `Asks ${title} whether the credential works. That it does not is an answer, in \`health\`, and no error.`,
      answer: answers.one,
      causes: [...[...cause.unknownOrOther(app), cause.denied('connect'), cause.platformLimit(app)]],
    },
    'appConnections.apps': {
      operationId: `list${id}${resourcesIdentifierOf(app)}`,
      summary: `List what a ${title} connection reaches`,
      description: `Asks ${title} with the credential of the connection, which leaves an audit event.`,
      answer: answers.platformApps,
      causes: [...cause.unknownOrOther(app), cause.denied('connect'), ...cause.fromPlatform(app)],
    },
  }
}

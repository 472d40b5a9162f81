import { accessTokenSchema } from '@app-connections/schemas'
import * as answers from '../openapi/answers/answers.ts'
import * as cause from '../openapi/failures/causes.ts'
import { exampleAccessToken, exampleLogin } from '../openapi/words/examples.ts'
import { connectionRoutes } from './connection-routes.ts'
import { asItIs, publicCall, query, type RestRoute } from './route.ts'

const connections = '/api/v1/app-connections'
const auth = '/api/v1/auth'
const events = '/api/v1/audit-events'

const { accessToken } = exampleAccessToken

/** Every REST call; those of an app once for each app. */
export const restRoutes: readonly RestRoute[] = [
  {
    ...query(connections, 'appConnections.list'),
    doc: {
      operationId: 'listConnections',
      summary: 'List the connections of all apps',
      description: 'Those of one project or, without `projectId`, all that the caller may read.',
      answer: answers.connectionsAnswer,
      causes: [cause.tooManyForOneAnswer, cause.strangeCursor, cause.denied('read'), cause.unknownProject],
    },
    input: (request) => request.query,
    answer: asItIs,
  },
  {
    ...query(`${connections}/options`, 'appConnections.options'),
    doc: {
      operationId: 'listConnectionOptions',
      summary: 'List the apps that can be connected',
      description: 'And by which methods.',
      answer: answers.optionsAnswer,
      causes: [],
    },
    input: () => undefined,
    answer: (appConnectionOptions) => ({ body: { appConnectionOptions } }),
  },
  ...[...answers.answersByApp].flatMap(([app, answersOfApp]) => connectionRoutes(app, answersOfApp)),
  {
    ...publicCall(`${auth}/universal-auth/login`, 'accessTokens.login'),
    doc: {
      operationId: 'logIn',
      summary: 'Log in as a machine identity',
      description:
        'Trades a client id and a client secret for an access token. Repeated failures lock the address out.',
      answer: accessTokenSchema,
      example: exampleLogin,
      causes: [cause.invalidCredentials, cause.untrustedAddress()],
    },
    form: true,
  },
  {
    ...publicCall(`${auth}/token/renew`, 'accessTokens.renew'),
    doc: {
      operationId: 'renewAccessToken',
      summary: 'Renew an access token',
      description: 'Extends the same token by its time to live, up to its maximum.',
      answer: accessTokenSchema,
      example: { accessToken },
      causes: [cause.endedToken, cause.untrustedAddress()],
    },
  },
  {
    ...publicCall(`${auth}/token/revoke`, 'accessTokens.revoke'),
    doc: {
      operationId: 'revokeAccessToken',
      summary: 'Revoke an access token',
      description: 'Ends it at once.',
      answer: answers.revokedAnswer,
      example: { accessToken },
      causes: [cause.endedToken],
    },
  },
  {
    ...query(events, 'auditEvents.list'),
    doc: {
      operationId: 'listAuditEvents',
      summary: 'List audit events',
      description: 'Newest first, a page at a time.',
      answer: answers.auditEventsAnswer,
      causes: [cause.strangeCursor, cause.denied('read', 'audit-events')],
    },
    input: (request) => request.query,
    answer: asItIs,
  },
]

/** The one call whose answer is a stream; over tRPC its pages are read one by one. */
export const exportRoute = {
  ...query(`${events}/export`, 'auditEvents.list'),
  doc: {
    operationId: 'exportAuditEvents',
    summary: 'Export audit events',
    description: 'All of them that the filter names, as a stream. A stream that breaks off is incomplete.',
    answer: answers.auditEventLines,
    contentType: 'application/x-ndjson',
    causes: [cause.denied('read', 'audit-events')],
    ignores: ['limit', 'cursor'],
  },
} satisfies Omit<RestRoute, 'input' | 'answer'>

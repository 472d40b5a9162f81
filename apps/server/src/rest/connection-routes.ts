import { type App, appName, apps } from '@app-connections/schemas'
import { type connectionAnswers, identifierOf } from '../openapi/answers/connection-answers.ts'
import * as cause from '../openapi/failures/causes.ts'
import { asItIs, mutation, query, type RestAnswer, type RestRoute } from './route.ts'

/** The calls of one app. */
export function connectionRoutes(app: App, answers: ReturnType<typeof connectionAnswers>): RestRoute[] {
  const path = `/api/v1/app-connections/${app}`
  const one = `${path}/:connectionId`
  const title = appName(app)
  const id = identifierOf(app)
  const { credentials } = apps[app].examples
  const routes: Omit<RestRoute, 'app'>[] = [
    {
      ...mutation('POST', path, 'appConnections.create'),
      doc: {
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
      input: (request) => merge(request.body, { app, idempotencyKey: request.headers['idempotency-key'] }),
      answer: single,
    },
    {
      ...query(path, 'appConnections.list'),
      doc: {
        operationId: `list${id}Connections`,
        summary: `List ${title} connections`,
        description: 'Those of one project or, without `projectId`, all that the caller may read.',
        answer: answers.many,
        causes: [cause.tooManyForOneAnswer, cause.strangeCursor, cause.denied('read'), cause.unknownProject],
      },
      input: (request) => merge(request.query, { app }),
      answer: asItIs,
    },
    {
      ...query(`${path}/available`, 'appConnections.available'),
      doc: {
        operationId: `listAvailable${id}Connections`,
        summary: `List ${title} connections to connect with`,
        description:
          "The organization's own that the caller may connect with and, with `projectId`, the project's too.",
        answer: answers.available,
        causes: [cause.denied('connect'), cause.unknownProject],
      },
      input: (request) => merge(request.query, { app }),
      answer: (appConnections) => ({ body: { appConnections } }),
    },
    {
      ...query(`${path}/connection-name/:connectionName`, 'appConnections.getByName'),
      doc: {
        operationId: `get${id}ConnectionByName`,
        summary: `Read a ${title} connection by its name`,
        description: 'In the organization itself or, with `projectId`, in a project.',
        answer: answers.one,
        causes: [cause.otherAppByName(app), cause.unknownName, cause.unknownProject],
      },
      input: (request) => merge(merge(request.query, request.params), { app }),
      answer: single,
    },
    {
      ...query(one, 'appConnections.get'),
      doc: {
        operationId: `get${id}Connection`,
        summary: `Read a ${title} connection`,
        description: 'Without its credentials, which never come out.',
        answer: answers.one,
        causes: cause.unknownOrOther(app),
      },
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('PATCH', one, 'appConnections.update'),
      doc: {
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
      input: (request) => merge(merge(request.body, request.params), { app, ifMatch: request.headers['if-match'] }),
      answer: single,
    },
    {
      ...mutation('DELETE', one, 'appConnections.remove'),
      doc: {
        operationId: `delete${id}Connection`,
        summary: `Delete a ${title} connection`,
        description: 'Answers with the connection as it was.',
        answer: answers.one,
        causes: [...cause.unknownOrOther(app), cause.denied('delete'), cause.changedSince],
      },
      input: (request) => merge(merge(request.query, request.params), { app, ifMatch: request.headers['if-match'] }),
      answer: single,
    },
    {
      ...mutation('POST', `${one}/check`, 'appConnections.check'),
      doc: {
        operationId: `check${id}Connection`,
        summary: `Check a ${title} connection now`,
        description: `Asks ${title} whether the credential works. That it does not is an answer, in \`health\`, and no error.`,
        answer: answers.one,
        causes: [
          ...[...cause.unknownOrOther(app), cause.denied('connect')],
          ...cause.fromPlatform(app).filter(({ name }) => name === 'platformLimit'),
        ],
      },
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...query(`${one}/apps`, 'appConnections.apps'),
      doc: {
        operationId: `list${id}Apps`,
        summary: `List what a ${title} connection reaches`,
        description: `Asks ${title} with the credential of the connection, which leaves an audit event.`,
        answer: answers.platformApps,
        causes: [...cause.unknownOrOther(app), cause.denied('connect'), ...cause.fromPlatform(app)],
      },
      input: (request) => merge(request.params, { app }),
      answer: asItIs,
    },
  ]
  return routes.map((route) => ({ ...route, app }))
}

/** A single connection: its tag travels as `ETag`, the rest as `appConnection`. */
function single(output: unknown): RestAnswer {
  if (!isObject(output)) return { body: { appConnection: output } }
  const { etag, ...appConnection } = output
  return { body: { appConnection }, ...(typeof etag === 'string' ? { headers: { etag } } : {}) }
}

/** Adds what address and headers say to what the caller sent; what is no object stays as it is, for the schema to refuse. */
function merge(sent: unknown, said: unknown): unknown {
  return isObject(sent) && isObject(said) ? { ...sent, ...said } : sent
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

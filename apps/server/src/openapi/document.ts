import { answers } from './answers/answers.ts'
import { type DocumentedRoute, wordsOf } from './calls/words-of.ts'
import { sharedResponses } from './failures/responses.ts'
import { operationOf } from './operation.ts'
import { outputJsonSchemas } from './schema/json-schema.ts'
import type { JsonSchema, OpenApiDocument, Operation, Verb } from './schema/types.ts'
import { exampleEtag, exampleIds } from './words/examples.ts'
import { nounOf } from './words/nouns.ts'

const description = [
  'Every call takes `Authorization: Bearer <access token>`, unless it says otherwise; cookies are ignored. Bodies are JSON',
  'of at most 1 MiB.',
  '',
  'A failure is `{ reqId, statusCode, error, code, message }`, with `details` on 403; on 422 `message` is the list of all',
  'mistakes. `code` says which failure it is, and stays when its sentence is reworded. `reqId` is also in the header `x-request-id`, whatever the answer. An unknown address is 404 and a wrong verb',
  '405, in the same shape. What a caller may not know of is 404, as if it did not exist. Fields that are not documented may',
  'be added to answers at any time, and are ignored in requests.',
].join('\n')

/** The OpenAPI 3.1 document of the routes. `siteUrl` is the public address; `version` that of the service. */
export function openApiDocument(
  routes: readonly DocumentedRoute[],
  { siteUrl, version }: { siteUrl: string; version: string },
): OpenApiDocument {
  const paths: Record<string, Partial<Record<Verb, Operation>>> = {}
  const requests: Record<string, JsonSchema> = {}
  for (const route of routes) {
    const { operation, schemas } = operationOf(route, wordsOf(route))
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [verbs[route.method]]: operation }
    Object.assign(requests, schemas)
  }
  const nouns = new Set(routes.map(({ procedure }) => nounOf(procedure)))
  return {
    openapi: '3.1.0',
    info: {
      title: 'App Connections',
      version,
      summary: 'Credentials of third-party platforms, checked, sealed and shared by name.',
      description,
      contact: { name: 'The operators of this installation', url: siteUrl },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: siteUrl, description: 'This installation' }],
    security: [{ bearer: [] }],
    tags: [...nouns].map(({ tag, description }) => ({ name: tag, description })),
    paths,
    components: {
      schemas: { ...outputJsonSchemas(answers), ...requests },
      responses: sharedResponses(),
      headers: {
        RequestId: {
          description: 'The id of the request, as in `reqId` of a failure: it finds the cause in the log.',
          schema: { type: 'string' },
          example: exampleIds.reqId,
        },
        ETag: {
          description: 'Names the state of the connection, for `If-Match`.',
          schema: { type: 'string' },
          example: exampleEtag,
        },
        RetryAfter: {
          description: 'Seconds after which asking again makes sense.',
          schema: { type: 'string', pattern: '^[0-9]+$' },
          example: '20',
        },
        Authenticate: {
          description: 'The scheme by which the call says who it comes from.',
          schema: { type: 'string', const: 'Bearer' },
          example: 'Bearer',
        },
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An access token, from the log-in of a machine identity or made by an admin. To use connections, and to ask what may be done with them, a personal token does too.',
        },
      },
    },
  }
}

const verbs = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

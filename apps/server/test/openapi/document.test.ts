import { appSchema, apps, rotates, syncApps } from '@app-connections/schemas'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { identifierOf } from '../../src/openapi/answers/connection-answers.ts'
import { type DocumentedRoute, wordsOf } from '../../src/openapi/calls/words-of.ts'
import { openApiDocument } from '../../src/openapi/document.ts'
import { operationOf } from '../../src/openapi/operation.ts'
import { fieldsOf } from '../../src/openapi/page/fields.ts'
import { inputObjectOf, inputSchemaOf } from '../../src/openapi/schema/input.ts'
import type { MediaType, OpenApiDocument, Operation, Response } from '../../src/openapi/schema/types.ts'
import { exportRoute, restRoutes } from '../../src/rest/routes.ts'

const routes: readonly DocumentedRoute[] = [...restRoutes, exportRoute]
const document = openApiDocument(routes, { siteUrl: 'https://connections.test', version: '1.2.3' })

function operationsOf({ paths }: OpenApiDocument): { verb: string; path: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({ verb, path, operation })),
  )
}

function operation(operationId: string): Operation {
  const found = operationsOf(document).find((each) => each.operation.operationId === operationId)
  if (found === undefined) throw new Error(`there is no ${operationId}`)
  return found.operation
}

const namesOf = (each: OpenApiDocument) => operationsOf(each).map(({ verb, path }) => `${verb.toUpperCase()} ${path}`)

describe('the API document', () => {
  it('is OpenAPI 3.1', async () => {
    const validator = new Validator()
    // Validation resolves references in place.
    const result = await validator.validate(JSON.parse(JSON.stringify(document)))
    expect(result.errors).toBeUndefined()
    expect([result.valid, validator.version]).toEqual([true, '3.1'])
  })

  it('names every row of the table and nothing else, each by an id of its own', () => {
    const rows = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(namesOf(document).sort()).toEqual(rows.sort())
    const ids = operationsOf(document).map((each) => each.operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('changes with the table', () => {
    const [first] = restRoutes
    if (first === undefined) throw new Error('the table is empty')
    const row = { ...first, path: '/api/v1/added/:connectionId' }
    const changed = openApiDocument([...routes, row], { siteUrl: 'https://connections.test', version: '1.2.3' })
    expect(namesOf(changed).filter((name) => !namesOf(document).includes(name))).toEqual([
      'GET /api/v1/added/{connectionId}',
    ])
  })

  it('names this installation, its version and its licence', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { version: '1.2.3', license: { identifier: 'MIT' } },
      servers: [{ url: 'https://connections.test' }],
      security: [{ bearer: [] }],
    })
  })

  it('asks every call for a bearer but those that give and end one', () => {
    const open = operationsOf(document).filter((each) => each.operation.security?.length === 0)
    expect(open.map((each) => each.operation.operationId)).toEqual([
      ...['logIn', 'renewAccessToken', 'revokeAccessToken'],
      ...['startDeviceLogin', 'takeDeviceLogin'],
    ])
  })

  it('documents the creation by auth-token alone, without what the address says', () => {
    const { requestBody } = operation('createHerokuConnection')
    expect(requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/CreateHerokuConnectionRequest',
    })
    const { properties, required } = document.components.schemas.CreateHerokuConnectionRequest ?? {}
    expect(properties?.method).toMatchObject({ const: 'auth-token' })
    expect(properties?.credentials).toMatchObject({ required: ['authToken'] })
    expect(Object.keys(properties ?? {})).not.toContain('app')
    expect([...(required ?? [])].sort()).toEqual(['credentials', 'method', 'name'])
  })

  it('documents the creation of each app as if there were no other: its method by secret, with its own fields', () => {
    for (const app of appSchema.options) {
      const [secret, ...more] = apps[app].methods.filter(({ by }) => by === 'secret')
      // Several are a choice, as below.
      if (more.length > 0) continue
      const schema = document.components.schemas[`Create${identifierOf(app)}ConnectionRequest`] ?? {}
      const fields = Object.keys(secret?.fields ?? {})
      expect(schema.properties?.method, app).toMatchObject({ const: secret?.method })
      expect(schema.properties?.credentials, app).toMatchObject({ required: fields })
      expect([...(schema.required ?? [])].sort(), app).toEqual(['credentials', 'method', 'name'])
      expect(schema.allOf ?? schema.oneOf ?? schema.anyOf ?? schema.not, app).toBeUndefined()
    }
  })

  it('lets nothing fit a choice of which no option is left', () => {
    const either = z.discriminatedUnion('app', [z.object({ app: z.literal('a') }), z.object({ app: z.literal('b') })])
    expect(inputObjectOf(either, { app: ['c'] })).toEqual({ not: {} })
    expect(inputObjectOf(z.intersection(z.object({ name: z.string() }), either), { app: ['c'] })).toEqual({ not: {} })
    expect(inputObjectOf(z.union([z.object({ name: z.string() }), either]), { app: ['c'] })).toMatchObject({
      required: ['name'],
    })
  })

  it('keeps what the address says out of a choice, and shows the fields of each option', () => {
    const option = (method: string) =>
      z.object({ app: z.literal('a'), method: z.literal(method), [method]: z.string() })
    const either = z.discriminatedUnion('method', [option('key'), option('token'), option('consent')])
    const input = inputObjectOf(either, { app: ['a'], method: ['key', 'token'] }, ['app'])
    expect(JSON.stringify(input)).not.toContain('"app"')
    const required = input.allOf?.map(({ oneOf }) => oneOf?.map((each) => each.required))
    expect(required).toEqual([
      [
        ['method', 'key'],
        ['method', 'token'],
      ],
    ])
    const shown = fieldsOf(input).map(({ markup }) => /<code class="name">(\w+)/.exec(markup)?.[1])
    expect(shown).toEqual(['method', 'key', 'method', 'token'])
  })

  it('places fields where they travel: path, query, headers, body', () => {
    const places = (id: string) => operation(id).parameters?.map(({ name, in: place }) => `${place} ${name}`)
    expect(places('createHerokuConnection')).toEqual(['header Idempotency-Key'])
    expect(places('updateHerokuConnection')).toEqual(['path connectionId', 'header If-Match'])
    expect(places('deleteHerokuConnection')).toEqual(['path connectionId', 'header If-Match', 'query revokeUpstream'])
    expect(places('listHerokuConnections')).toEqual(
      expect.arrayContaining(['query projectId', 'query limit', 'query cursor']),
    )
    expect(places('listHerokuConnections')).not.toContain('query app')
    expect(places('getHerokuConnectionByName')).toEqual(['path connectionName', 'query projectId'])
    expect(places('exportAuditEvents')).not.toContain('query limit')
    expect(Object.keys(operation('logIn').requestBody?.content ?? {})).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ])
  })

  it('gives an example of every body, and every example fits its schema', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'document', ...document })
    let checked = 0
    const check = (where: string, { schema, example, examples }: MediaType) => {
      const values = [...(example === undefined ? [] : [example]), ...Object.values(examples ?? {}).map((e) => e.value)]
      expect(values.length, `${where} has an example`).toBeGreaterThan(0)
      const validate = ajv.compile({ $ref: `document${schema.$ref}` })
      for (const value of values) {
        expect(validate(value), `${where}: ${JSON.stringify(validate.errors)}`).toBe(true)
        checked += 1
      }
    }
    const checkAll = (where: string, content: Response['content']) => {
      for (const [type, media] of Object.entries(content)) check(`${where} ${type}`, media)
    }
    for (const { operation: each } of operationsOf(document)) {
      if (each.requestBody !== undefined) checkAll(each.operationId, each.requestBody.content)
      for (const [status, response] of Object.entries(each.responses)) {
        if (!('$ref' in response)) checkAll(`${each.operationId} ${status}`, response.content)
      }
    }
    for (const [name, response] of Object.entries(document.components.responses)) checkAll(name, response.content)
    expect(checked).toBeGreaterThan(80)
  })

  it('shows bodies that the procedures accept', () => {
    const shown = routes
      .map((route) => ({ ...route, ...wordsOf(route) }))
      .filter(({ example }) => example !== undefined)
    const rotating = 2 * appSchema.options.filter(rotates).length
    expect(shown.length).toBe(5 + 6 + 4 + 7 * appSchema.options.length + 6 * syncApps.length + rotating)
    for (const { procedure, app, example, operationId, renames = {} } of shown) {
      const id = '019a2b3c-4d5e-7f60-8172-93a4b5c6d7e8'
      const former = Object.fromEntries(Object.entries(renames).map(([name, alias]) => [name, example?.[alias]]))
      const given = {
        connectionId: id,
        grantId: id,
        credentialId: id,
        leaseId: id,
        syncId: id,
        secretName: 'LOG_LEVEL',
      }
      const input = { ...example, ...former, ...given, app, destination: app }
      expect(inputSchemaOf(procedure)?.safeParse(input).error, operationId).toBeUndefined()
    }
  })

  it('refuses to name an answer or a noun that it has no words for', () => {
    const [first] = restRoutes
    if (first === undefined) throw new Error('the table is empty')
    const site = { siteUrl: 'https://connections.test', version: '1' }
    const undocumented: DocumentedRoute = { ...first, procedure: 'projects.list' }
    expect(() => openApiDocument([undocumented], site)).toThrow(/has no words/)
    const words = wordsOf(first)
    expect(() => operationOf(undocumented, words)).toThrow(/no chapter/)
    const nameless = { ...words, answer: inputSchemaOf(first.procedure) ?? words.answer }
    expect(() => operationOf(first, nameless)).toThrow(/has no name/)
  })
})

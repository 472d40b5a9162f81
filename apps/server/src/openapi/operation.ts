import { methodsBySecret } from '@app-connections/schemas'
import { answers } from './answers/answers.ts'
import type { CallWords } from './calls/call.ts'
import type { DocumentedRoute } from './calls/words-of.ts'
import { anyBearer, anyBody, anyCall, personalTokenElsewhere } from './failures/causes.ts'
import { failureResponses, headerReference, requestIdHeader, validationResponse } from './failures/responses.ts'
import { inputObjectOf, inputSchemaOf } from './schema/input.ts'
import { describeFields, referenceTo } from './schema/json-schema.ts'
import type { JsonSchema, MediaType, Operation, Parameter, Response } from './schema/types.ts'
import type { Noun } from './words/noun.ts'
import { nounOf } from './words/nouns.ts'

/** The input fields that are sent in headers. */
const headerFields: Readonly<Record<string, string>> = { idempotencyKey: 'Idempotency-Key', ifMatch: 'If-Match' }

/** The OpenAPI operation of a route, and the schemas that it names. */
export function operationOf(
  route: DocumentedRoute,
  words: CallWords,
): { operation: Operation; schemas: Record<string, JsonSchema> } {
  const noun = nounOf(route.procedure)
  const schema = inputSchemaOf(route.procedure)
  const { parameters, body } = requestOf(route, words, noun)
  const bodyName = `${words.operationId.charAt(0).toUpperCase()}${words.operationId.slice(1)}Request`
  const operation: Operation = {
    operationId: words.operationId,
    tags: [noun.tag],
    summary: words.summary,
    description: words.description,
    ...(route.access === 'public' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: bodyContent(words, bodyName, route.form) } }),
    responses: {
      200: success(route, words),
      ...failureResponses([
        ...words.causes,
        ...anyCall,
        ...(route.access === 'bearer' ? anyBearer : []),
        ...(route.access === 'bearer' && route.personalToken !== true ? [personalTokenElsewhere] : []),
        ...(body === undefined ? [] : anyBody),
      ]),
      ...(schema === undefined ? {} : { 422: validationResponse(schema, mistakenInput(route, parameters)) }),
    },
  }
  return { operation, schemas: body === undefined ? {} : { [bodyName]: body } }
}

/** The fields of an input, each in its place: the path, a header, the query or the body. */
function requestOf(
  route: DocumentedRoute,
  words: CallWords,
  noun: Noun,
): { parameters: Parameter[]; body?: JsonSchema } {
  const schema = inputSchemaOf(route.procedure)
  if (schema === undefined) return { parameters: [] }
  const { app } = route
  const given = [...(app === undefined ? [] : ['app', 'destination']), ...(words.ignores ?? [])]
  const known = app === undefined ? {} : { app: [app], destination: [app], method: methodsBySecret(app) }
  const input = inputObjectOf(schema, known, given)
  const fields = Object.entries(input.properties ?? {})
  const inPath = pathFields(route.path)
  const inQuery =
    route.method === 'GET' || (route.method === 'DELETE' && route.sendsBody !== true) || route.inQuery === true
  const inBody: [string, JsonSchema][] = []
  const parameters: Parameter[] = []
  for (const [name, property] of fields) {
    const field = aliasOf(route, name)
    if (typeof property === 'boolean') throw new Error(`${field} of ${route.procedure} has no schema`)
    const header = Object.hasOwn(headerFields, field) ? headerFields[field] : undefined
    const required = input.required?.includes(name) ?? false
    if (inPath.includes(field)) parameters.push(parameter(noun, { name: field, in: 'path', required: true }, property))
    else if (header !== undefined) parameters.push(parameter(noun, { name: header, in: 'header', required }, property))
    else if (inQuery) parameters.push(parameter(noun, { name: field, in: 'query', required }, property))
    else inBody.push([field, property])
  }
  if (inBody.length === 0) return { parameters }
  const names = inBody.map(([name]) => name)
  const required = (input.required ?? []).map((name) => aliasOf(route, name)).filter((name) => names.includes(name))
  const body = {
    ...input,
    properties: Object.fromEntries(inBody),
    required,
    ...(words.example === undefined ? {} : { examples: [words.example] }),
  }
  return { parameters, body: describeFields(body, noun.fields) }
}

/** What a call names a field of its procedure's input. */
function aliasOf({ renames = {} }: DocumentedRoute, field: string): string {
  return Object.hasOwn(renames, field) ? (renames[field] ?? field) : field
}

function parameter(
  { fields, examples }: Noun,
  place: Pick<Parameter, 'name' | 'in' | 'required'>,
  schema: JsonSchema,
): Parameter {
  const description = Object.hasOwn(fields, place.name) ? fields[place.name] : undefined
  const example = Object.hasOwn(examples, place.name) ? examples[place.name] : undefined
  return {
    ...place,
    ...(description === undefined ? {} : { description }),
    schema,
    ...(example === undefined ? {} : { example }),
  }
}

function bodyContent({ example }: CallWords, name: string, form = false): Record<string, MediaType> {
  const content: MediaType = {
    schema: referenceTo(name),
    ...(example === undefined ? {} : { example }),
  }
  return {
    'application/json': content,
    ...(form ? { 'application/x-www-form-urlencoded': content } : {}),
  }
}

function success({ answer }: DocumentedRoute, { answer: body, contentType, operationId }: CallWords): Response {
  const words = answers.get(body)
  if (words === undefined) throw new Error(`the answer of ${operationId} has no name`)
  const example = words.examples?.[0]
  // The route itself shows whether it answers with an entity tag.
  const tagged = answer?.({ etag: '' }).headers !== undefined
  return {
    description: words.description,
    headers: { ...requestIdHeader, ...(tagged ? { etag: headerReference('ETag') } : {}) },
    content: {
      [contentType ?? 'application/json']: {
        schema: referenceTo(words.id),
        ...(example === undefined ? {} : { example }),
      },
    },
  }
}

/** An input with every possible mistake: no id, no name, no number, and nothing where something is required. */
function mistakenInput({ app }: DocumentedRoute, parameters: readonly Parameter[]): Record<string, unknown> {
  const mistakes = parameters.map(({ name, in: place }) => [name, place === 'path' ? ' ' : ''])
  return { ...Object.fromEntries(mistakes), ...(app === undefined ? {} : { app, destination: app }) }
}

function pathFields(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}

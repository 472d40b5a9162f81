import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as z from 'zod'
import type { OpenApiDocument, Operation } from '../../src/openapi/schema/types.ts'
import type { Answer } from '../http.ts'

/** Checks answers against a document, more strictly than clients should: an undocumented field is a mistake. */
export function documentedAnswers(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'document', ...closed(document) })
  const operations = new Map<string, { pointer: string; operation: Operation }>()
  for (const [path, verbs] of Object.entries(document.paths)) {
    for (const [verb, operation] of Object.entries(verbs)) {
      operations.set(operation.operationId, { pointer: `/paths/${escaped(path)}/${verb}`, operation })
    }
  }

  /** The mistakes of an answer; empty where it is as documented. */
  return function mistakes(operationId: string, answer: Answer): string[] {
    const known = operations.get(operationId)
    const documented = known?.operation.responses[answer.status]
    if (known === undefined || documented === undefined) return [`${operationId} does not document ${answer.status}`]
    const named = '$ref' in documented ? documented.$ref.split('/').at(-1) : undefined
    const response = '$ref' in documented ? document.components.responses[named ?? ''] : documented
    if (response === undefined) return [`${operationId} ${answer.status} leads nowhere`]
    const [type = ''] = Object.keys(response.content)
    const base =
      named === undefined ? `${known.pointer}/responses/${answer.status}` : `/components/responses/${escaped(named)}`
    const validate = ajv.compile({ $ref: `document#${base}/content/${escaped(type)}/schema` })
    const fits = validate(type === 'application/json' ? answer.body : answer.text)
    return [
      ...(fits ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)),
      ...(answer.headers.get('content-type')?.startsWith(type) ? [] : [`is ${answer.headers.get('content-type')}`]),
      ...headerMistakes(Object.keys(response.headers), answer),
    ]
  }
}

/** Headers that only some answers of a status carry. */
const atTimes = ['retry-after']

function headerMistakes(documented: readonly string[], answer: Answer): string[] {
  const missing = documented.filter((name) => !atTimes.includes(name) && !answer.headers.has(name))
  const unknown = ['etag', 'retry-after', 'www-authenticate'].filter(
    (name) => answer.headers.has(name) && !documented.includes(name),
  )
  return [...missing.map((name) => `lacks ${name}`), ...unknown.map((name) => `has ${name}`)]
}

/** A part of a pointer (RFC 6901), as in the fragment of an address. */
function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

const openObject = z.looseObject({ type: z.literal('object'), properties: z.looseObject({}) })

/** The document, with every object schema closed to other fields. */
function closed(document: OpenApiDocument): Record<string, unknown> {
  const schemas = JSON.parse(JSON.stringify(document.components.schemas), (_key, value: unknown) => {
    const schema = openObject.safeParse(value).data
    return schema === undefined ? value : { additionalProperties: false, ...schema }
  })
  return { ...document, components: { ...document.components, schemas } }
}

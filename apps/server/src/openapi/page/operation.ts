import type { MediaType, OpenApiDocument, Operation, Reference, Response, Verb } from '../schema/types.ts'
import { curlOf } from './curl.ts'
import { fieldRow, fieldsOf, nameOf, typeOf } from './fields.ts'
import { block, type Html, html, phrase, prose } from './html.ts'

/** One call: its input, its answers, and how to make it. */
export function operationSection(document: OpenApiDocument, path: string, verb: Verb, operation: Operation): Html {
  const { operationId, parameters = [], requestBody } = operation
  return html`
<section id="${operationId}" aria-labelledby="${operationId}-title" class="operation">
<h3 id="${operationId}-title"><a href="#${operationId}">${operation.summary}</a></h3>
<p class="address"><span class="verb ${verb}">${verb.toUpperCase()}</span> <code>${breakable(path)}</code></p>
${prose(operation.description)}
${operation.security?.length === 0 ? html`<p class="muted">Needs no access token.</p>` : undefined}
${section(
  'Parameters',
  parameters.map((parameter) =>
    fieldRow({
      name: parameter.name,
      property: parameter.schema,
      required: parameter.required,
      description: `${parameter.description ?? ''} In the ${parameter.in}.`.trim(),
    }),
  ),
)}
${requestBody === undefined ? undefined : bodySection(document, requestBody.content)}
<h4>Example</h4>
${block(curlOf(document, path, verb, operation), `curl for ${operation.summary}`)}
<h4>Answers</h4>
${Object.entries(operation.responses).map(([status, response]) => answer(document, status, response))}
</section>`
}

/** A path that may break after each slash, for narrow screens. */
function breakable(path: string): Html {
  return html`${path.split(/(?<=\/)/).map((part) => html`${part}<wbr>`)}`
}

function section(title: string, rows: readonly Html[]): Html | undefined {
  return rows.length === 0 ? undefined : html`<h4>${title}</h4><ul class="fields">${rows}</ul>`
}

function bodySection(document: OpenApiDocument, content: Record<string, MediaType>): Html {
  const [media] = Object.values(content)
  const name = media === undefined ? undefined : nameOf(media.schema)
  const schema = name === undefined ? undefined : document.components.schemas[name]
  return html`<h4>Body</h4>
<p>${media === undefined ? undefined : typeOf(media.schema)} <span class="muted">as ${Object.keys(content).join(' or ')}</span></p>
<ul class="fields">${schema === undefined ? undefined : fieldsOf(schema)}</ul>`
}

function answer(document: OpenApiDocument, status: string, reference: Response | Reference): Html {
  const response = resolve(document, reference)
  const headers = Object.keys(response.headers).join(', ')
  const bodies = Object.entries(response.content).map(
    ([type, { schema, example, examples }]) => html`
<p>${typeOf(schema)} <span class="muted">as ${type}; headers ${headers}</span></p>
${[...(example === undefined ? [] : [example]), ...Object.values(examples ?? {}).map(({ value }) => value)].map(
  (value) => block(value, `Example of ${status}`),
)}`,
  )
  return html`<details><summary><span class="status">${status}</span> ${phrase(response.description)}</summary>${bodies}</details>`
}

/** A response, looked up where it is a reference. Throws where there is none of that name. */
function resolve(document: OpenApiDocument, response: Response | Reference): Response {
  if (!('$ref' in response)) return response
  const found = document.components.responses[response.$ref.split('/').at(-1) ?? '']
  if (found === undefined) throw new Error(`${response.$ref} leads nowhere`)
  return found
}

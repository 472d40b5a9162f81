import { createHash } from 'node:crypto'
import type { OpenApiDocument, Operation, Verb } from '../schema/types.ts'
import { anchorOf, fieldsOf, typeOf } from './fields.ts'
import { block, html, prose } from './html.ts'
import { operationSection } from './operation.ts'
import { style } from './style.ts'

interface Call {
  readonly path: string
  readonly verb: Verb
  readonly operation: Operation
}

/** The document as a page to read, without scripts or anything from other sites. */
export function documentPage(document: OpenApiDocument): string {
  const { info, servers, tags, components } = document
  const calls = callsOf(document)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<h1>${info.title} API</h1>
<p class="muted">Version ${info.version} at <code>${servers[0]?.url}</code>. For programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
<p>${info.summary}</p>
${prose(info.description)}
</header>
<div class="columns">
<nav aria-label="Contents">${tags.map(
    ({ name }) => html`
<h2>${name}</h2>
<ul>${ofTag(calls, name).map(
      ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
    )}</ul>`,
  )}
<h2>Reference</h2>
<ul><li><a href="#schemas">Schemas</a></li></ul>
</nav>
<main>${tags.map(
    ({ name, description }) => html`
<h2>${name}</h2>
${prose(description)}${ofTag(calls, name).map(({ path, verb, operation }) => operationSection(document, path, verb, operation))}`,
  )}
<h2 id="schemas">Schemas</h2>${Object.entries(components.schemas).map(
    ([name, schema]) => html`
<section id="${anchorOf(name)}" class="schema" aria-labelledby="${anchorOf(name)}-title">
<h3 id="${anchorOf(name)}-title"><a href="#${anchorOf(name)}">${name}</a></h3>
${schema.description === undefined ? undefined : prose(schema.description)}
${schema.properties === undefined ? html`<p>${typeOf(schema)}</p>` : html`<ul class="fields">${fieldsOf(schema)}</ul>`}
${examplesOf(schema.examples).map((example) => block(example, `Example of ${name}`))}
</section>`,
  )}
</main>
</div>
</body>
</html>
`
  return page.markup
}

function callsOf({ paths }: OpenApiDocument): Call[] {
  const verbs = ['post', 'get', 'put', 'patch', 'delete'] as const
  return Object.entries(paths).flatMap(([path, operations]) =>
    verbs.flatMap((verb) => {
      const operation = operations[verb]
      return operation === undefined ? [] : [{ path, verb, operation }]
    }),
  )
}

function ofTag(calls: readonly Call[], tag: string): Call[] {
  return calls.filter(({ operation }) => operation.tags.includes(tag))
}

function examplesOf(examples: unknown): readonly unknown[] {
  return Array.isArray(examples) ? examples : []
}

/** The page's content security policy: only its own style. */
export function pagePolicy(): string {
  const hash = createHash('sha256').update(style).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

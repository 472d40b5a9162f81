import type { JsonSchema } from '../schema/types.ts'
import { type Html, html, prose } from './html.ts'

type Property = JsonSchema | boolean

/** The fields of an object, nested ones included as `outer.inner`; those of each option of a choice come last. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Html[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const required = schema.required?.includes(name) ?? false
    const row = fieldRow({ name: `${prefix}${name}`, property, required })
    return [row, ...(typeof property === 'boolean' ? [] : fieldsOf(property, `${prefix}${name}.`))]
  })
  const options = (schema.allOf ?? []).flatMap(({ oneOf }) => oneOf ?? [])
  return [...own, ...options.flatMap((option) => fieldsOf(option, prefix))]
}

export function fieldRow(field: { name: string; property: Property; required: boolean; description?: string }): Html {
  const { property } = field
  const description = field.description ?? (typeof property === 'boolean' ? undefined : property.description)
  const parts = [typeOf(property), html` <span class="limits">${limitsOf(property)}</span>`]
  return html`<li><code class="name">${field.name}</code> <span class="type">${parts}</span>${
    field.required ? html` <span class="required">required</span>` : undefined
  }${description === undefined ? undefined : prose(description)}</li>`
}

/** A type in words, a named one as a link. */
export function typeOf(schema: Property): Html {
  if (typeof schema === 'boolean') return html`anything`
  const name = nameOf(schema)
  if (name !== undefined) return html`<a href="#${anchorOf(name)}">${name}</a>`
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum !== undefined) return either(schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return either(choices.map(typeOf))
  const types = [schema.type ?? 'anything'].flat()
  if (types.includes('array')) {
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items
    return html`list of ${items === undefined ? 'anything' : typeOf(items)}`
  }
  return html`${types.join(' or ')}${schema.format === undefined ? undefined : `, ${schema.format}`}`
}

function either(options: readonly Html[]): Html {
  return html`${options.map((option, index) => (index === 0 ? option : html` or ${option}`))}`
}

function limitsOf(schema: Property): string | undefined {
  if (typeof schema === 'boolean') return undefined
  const inner = schema.anyOf?.find((option) => limitsOf(option) !== undefined)
  if (inner !== undefined) return limitsOf(inner)
  const characters = range(schema.minLength, schema.maxLength)
  const numbers = range(schema.minimum, schema.maximum)
  const limits = [
    ...(characters === undefined ? [] : [`${characters} characters`]),
    ...(numbers === undefined ? [] : [numbers]),
    ...(schema.pattern === undefined ? [] : [schema.pattern]),
    ...(schema.default === undefined ? [] : [`by default ${schema.default}`]),
  ]
  return limits.length === 0 ? undefined : limits.join(', ')
}

function range(from: number | undefined, to: number | undefined): string | undefined {
  if (from === undefined && to === undefined) return undefined
  if (from === undefined) return `up to ${to}`
  return to === undefined ? `${from} or more` : `${from} to ${to}`
}

/** The name of the schema that a reference points to; undefined where it is no reference. */
export function nameOf(schema: JsonSchema): string | undefined {
  return schema.$ref?.split('/').at(-1)
}

export function anchorOf(schemaName: string): string {
  return `schema-${schemaName}`
}

import * as z from 'zod'
import type { FieldWords } from '../words/noun.ts'
import type { JsonSchema } from './types.ts'

/** What a named schema of the document carries besides its name. */
interface SchemaWords {
  id: string
  description: string
  examples?: unknown[]
  fields?: FieldWords
}

export type SchemaNames = ReturnType<typeof z.registry<SchemaWords>>

const fieldWordsSchema = z.record(z.string(), z.string()).default({})

export function referenceTo(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` }
}

/** What callers send, as JSON Schema. */
export function inputJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', override })
  return json
}

/** What callers are sent: every schema of the registry by its name, each naming the others by reference. */
export function outputJsonSchemas(names: SchemaNames): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(names, { io: 'output', override, uri: (name) => referenceTo(name).$ref })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, fields, ...json }]) => [
      name,
      describeFields(json, fieldWordsSchema.parse(fields)),
    ]),
  )
}

/** Adds what each field means, unless its own schema says it. */
export function describeFields(schema: JsonSchema, words: FieldWords): JsonSchema {
  if (schema.properties === undefined) return schema
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    const description = Object.hasOwn(words, name) ? words[name] : undefined
    const silent = description === undefined || typeof property === 'boolean' || property.description !== undefined
    return [name, silent ? property : { ...property, description }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

/**
 * Leaves out what only zod needs: patterns that repeat a format, the bounds of what a double holds, the promise that an
 * object of ours never gets another field, and the choice between one thing.
 */
function override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  const { def } = zodSchema._zod
  const closed = 'catchall' in def && def.catchall !== undefined
  if (jsonSchema.additionalProperties === false && !closed) delete jsonSchema.additionalProperties
  const [only, ...others] = jsonSchema.anyOf ?? []
  if (only !== undefined && others.length === 0) {
    delete jsonSchema.anyOf
    Object.assign(jsonSchema, only)
  }
}

import * as z from 'zod'
import type { FieldWords } from '../words/noun.ts'
import type { JsonSchema } from './types.ts'

/** The words of a named schema in the document. */
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

/** The JSON Schema of what callers send. */
export function inputJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', override })
  return json
}

/** The JSON Schemas of what callers receive, by name. They refer to each other. */
export function outputJsonSchemas(names: SchemaNames): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(names, { io: 'output', override, uri: (name) => referenceTo(name).$ref })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, fields, ...json }]) => [
      name,
      describeFields(json, fieldWordsSchema.parse(fields)),
    ]),
  )
}

/** Adds the meaning of each field, unless its own schema has one. */
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
 * Removes what only zod needs: patterns that repeat a format, the bounds of a double, the closedness of answers, which
 * may get new fields, and unions of one.
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

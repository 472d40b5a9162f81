import { appRouter, type ProcedurePath } from '@app-connections/api'
import * as z from 'zod'
import { inputJsonSchema } from './json-schema.ts'
import type { JsonSchema } from './types.ts'

/** The values that are already known of some fields of an input. */
export type Known = Readonly<Record<string, readonly string[]>>

/** The schema of a procedure's input; undefined where it has none. */
export function inputSchemaOf(procedure: ProcedurePath): z.ZodType | undefined {
  const [noun = '', verb = ''] = procedure.split('.')
  const nouns: Record<string, Record<string, { _def: { inputs: unknown[] } }>> = appRouter._def.record
  const [schema, ...more] = nouns[noun]?.[verb]?._def.inputs ?? []
  if (schema === undefined) return undefined
  if (more.length > 0 || !(schema instanceof z.ZodType)) throw new Error(`${procedure} is not parsed by one zod schema`)
  return schema
}

/**
 * The fields of an input as one object. Joins intersections, and drops the alternatives of a union that contradict the
 * known values. Several that remain stay a choice; if none remains, no value fits. Fields in `given` come from elsewhere,
 * such as the address: neither the object nor a choice in it has them.
 */
export function inputObjectOf(schema: z.ZodType, known: Known, given: readonly string[] = []): JsonSchema {
  return without(join(inputJsonSchema(schema), known), given)
}

function without(schema: JsonSchema, given: readonly string[]): JsonSchema {
  const { properties, required, allOf, oneOf, ...rest } = schema
  const kept = Object.entries(properties ?? {}).filter(([name]) => !given.includes(name))
  const asked = required?.filter((name) => !given.includes(name))
  return {
    ...rest,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(kept) }),
    ...(asked === undefined || asked.length === 0 ? {} : { required: asked }),
    ...(allOf === undefined ? {} : { allOf: allOf.map((part) => without(part, given)) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((part) => without(part, given)) }),
  }
}

function join(schema: JsonSchema, known: Known): JsonSchema {
  const parts = (schema.allOf ?? []).map((part) => join(part, known))
  const options = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  const possible = options.map((option) => join(option, known)).filter((option) => !contradicts(option, known))
  const certain = possible.length === 1 ? [...parts, ...possible] : parts
  if ((options.length > 0 && possible.length === 0) || certain.some(({ not }) => not !== undefined)) return nothing
  const choices = [
    ...certain.flatMap((part) => part.allOf ?? []),
    ...(possible.length > 1 ? [{ oneOf: possible }] : []),
  ]
  const required = [schema, ...certain].flatMap((part) => part.required ?? [])
  return {
    type: 'object',
    properties: Object.assign({}, schema.properties, ...certain.map((part) => part.properties)),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
    ...(choices.length === 0 ? {} : { allOf: choices }),
  }
}

/** The schema that no value fits. */
const nothing: JsonSchema = { not: {} }

function contradicts(option: JsonSchema, known: Known): boolean {
  if (option.not !== undefined) return true
  return Object.entries(known).some(([field, values]) => {
    const property = option.properties?.[field]
    if (property === undefined || typeof property === 'boolean') return false
    const possible = property.const === undefined ? property.enum : [property.const]
    return possible?.every((value) => !values.includes(`${value}`)) ?? false
  })
}

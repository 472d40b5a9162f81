import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { appRouter } from '../root.ts'

const schemaNode = z.looseObject({
  type: z.unknown().optional(),
  format: z.string().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
})

/** Formats with a bounded length. */
const short = ['uuid', 'ipv4', 'ipv6', 'cidrv4', 'cidrv6', 'date']

/** The places of a JSON schema that accept an input of any length. */
function unbounded(schema: unknown, place: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each, at) => unbounded(each, `${place}.${at}`))
  const parsed = schemaNode.safeParse(schema)
  if (!parsed.success) return []
  const { type, format, maxLength, maxItems } = parsed.data
  const isChoice = 'enum' in parsed.data || 'const' in parsed.data
  const found: string[] = []
  if (type === 'string' && !isChoice && maxLength === undefined && !short.includes(format ?? '')) found.push(place)
  if (type === 'array' && maxItems === undefined) found.push(place)
  if (type === 'object' && typeof parsed.data.additionalProperties === 'object') found.push(`${place} (a record)`)
  const below = Object.entries(parsed.data).flatMap(([key, value]) =>
    typeof value === 'object' ? unbounded(value, key === 'properties' ? place : `${place}.${key}`) : [],
  )
  return [...found, ...below]
}

const procedure = z.custom<{ _def: unknown }>((value) => typeof value === 'function').transform(({ _def }) => _def)
const nouns = z
  .record(z.string(), z.record(z.string(), procedure.pipe(z.looseObject({ inputs: z.array(z.instanceof(z.ZodType)) }))))
  .parse(appRouter._def.record)
const inputs = Object.entries(nouns).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, { inputs: schemas }]) => ({ path: `${noun}.${verb}`, schemas })),
)

describe('the input of every procedure', () => {
  it('is found by this test', () =>
    expect(inputs.filter(({ schemas }) => schemas.length > 0).length).toBeGreaterThan(35))

  it.each(inputs)('of $path has a bound for every text, list and record', ({ path, schemas }) => {
    for (const schema of schemas) {
      expect(unbounded(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), path)).toEqual([])
    }
  })
})

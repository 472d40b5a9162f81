import fc from 'fast-check'
import * as z from 'zod'

/** The parts of JSON Schema that the inputs use. */
interface Schema {
  readonly type?: string | readonly string[] | undefined
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: Schema | undefined
  readonly anyOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
  readonly allOf?: readonly Schema[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly format?: string | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

const schemaShape: z.ZodType<Schema> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  get properties() {
    return z.record(z.string(), schemaShape).optional()
  },
  required: z.array(z.string()).optional(),
  get items() {
    return schemaShape.optional()
  },
  get anyOf() {
    return z.array(schemaShape).optional()
  },
  get oneOf() {
    return z.array(schemaShape).optional()
  },
  get allOf() {
    return z.array(schemaShape).optional()
  },
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})

export function jsonSchemaOf(schema: z.ZodType): Schema {
  return schemaShape.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

/** A reference to the n-th thing of a kind that exists when the request is sent, since generation knows no ids. */
export const reference = (kind: string, n: number) => `«${kind}:${n}»`

const nested = (depth: number): unknown => {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { nested: value }
  return value
}

const texts = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\u0000',
      'a\u0000b',
      '\ud800',
      'a\udfff',
      '\u202e',
      '\ufeff',
      '🦄',
      'é',
      '日本',
      '\r\n',
      '\u2028',
      'null',
      'true',
      '0',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '../../etc/passwd',
      '%00',
      '%',
      '{{7*7}}',
      "'; drop table x; --",
    ],
    ...[
      '<script>',
      '$ne',
      '-1',
      '1e309',
      '9999-12-31T23:59:59Z',
      '0000-01-01T00:00:00Z',
      '2026-01-01T00:00:00+23:59',
      '10.0.0.5/8',
      '::1',
    ],
    ...['::ffff:10.0.0.1/96', 'x'.repeat(64), 'x'.repeat(257), 'x'.repeat(5_000)],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 70 }),
)

const numbers = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 1e21),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

/** Values that no schema asks for. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: texts },
  // The one character that PostgreSQL's text cannot hold.
  { weight: 2, arbitrary: fc.constantFrom('\u0000', 'a\u0000b') },
  { weight: 2, arbitrary: numbers },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], nested(20), nested(300)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      { $ne: null },
      { toString: 'x' },
      { length: 1e9 },
      { toJSON: 'x' },
      JSON.parse('{"__proto__":{"polluted":1}}'),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

const references = [
  'connectionId',
  'projectId',
  'identityId',
  'personId',
  'clientSecretId',
  'invitationId',
  'accessTokenId',
]

/** Values that are likely to mean something in a field of that name. */
function knownValues(name: string): fc.Arbitrary<unknown> | undefined {
  if (references.includes(name)) return fc.nat({ max: 9 }).map((n) => reference(name, n))
  if (name === 'actorId' || name === 'targetId')
    return fc.constantFrom(reference('connectionId', 0), reference('identityId', 0))
  if (name === 'authToken') return fc.constantFrom(reference('authToken', 0), reference('authToken', 1), 'HRKU-unknown')
  if (name === 'name' || name === 'connectionName') return fc.nat({ max: 60 }).map((n) => `name-${n}`)
  if (name === 'email') return fc.nat({ max: 200 }).map((n) => `person-${n}@example.com`)
  if (name === 'accessToken') return fc.constantFrom(reference('accessToken', 0), `act_${'x'.repeat(43)}`)
  if (name === 'clientId') return fc.constantFrom(reference('clientId', 0), '00000000-0000-4000-8000-000000000000')
  if (name === 'ifMatch') return fc.constantFrom('*', '"x"', reference('etag', 0), reference('etag', 1))
  if (name === 'grantId' || name === 'parentId') return fc.nat({ max: 9 }).map((n) => reference('grantId', n))
  // Of the holder of a grant.
  if (name === 'id') return fc.nat({ max: 9 }).map((n) => reference('identityId', n))
  if (name === 'actions') return fc.constantFrom('apps:read', 'config-vars:read', 'config-vars:write', 'logs:read')
  if (name === 'keys') return fc.constantFrom('A', 'B_C', 'B_*')
  if (name === 'idempotencyKey') return fc.uuid()
  return undefined
}

/** Values that a schema accepts, or nearly so: patterns and lengths are left to chance. */
export function fitting(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return fc.oneof(...options.map((option) => fitting(option, name)))
  if (schema.allOf !== undefined) {
    return fc.tuple(...schema.allOf.map((part) => fitting(part, name))).map((parts) => Object.assign({}, ...parts))
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') return fittingObject(schema)
  if (type === 'array') return fc.array(fitting(schema.items ?? {}, name), { maxLength: 3 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer' || type === 'number') {
    return fc.integer({ min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1_000_000, 2 ** 31 - 1) })
  }
  return knownValues(name) ?? textOf(schema.format)
}

function textOf(format: string | undefined): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString())
  if (format === 'ipv4' || format === 'cidrv4')
    return fc.constantFrom('10.0.0.0/8', '192.0.2.7', '10.1.2.3/8', '0.0.0.0/0')
  if (format === 'ipv6' || format === 'cidrv6') return fc.constantFrom('2001:db8::/32', '::1', '2001:db8::1/32', '::/0')
  return fc.oneof(fc.string({ minLength: 1, maxLength: 30 }), fc.constant('secret-manager'))
}

function fittingObject(schema: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, fitting(property, name)] as const,
  )
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: (schema.required ?? []).filter((key) => fields.some(([name]) => name === key)),
  })
}

/** A value close to a fitting one: with a hostile field, one field more or less, or replaced as a whole. */
export function near(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const changes = fc.record({ kind: fc.nat({ max: 9 }), at: fc.nat({ max: 20 }), with: hostile, key: texts })
  return fc.tuple(value, changes).map(([whole, change]) => {
    if (change.kind === 0 || typeof whole !== 'object' || whole === null) return change.with
    const entries: [string, unknown][] = Object.entries(whole)
    const index = entries.length === 0 ? 0 : change.at % entries.length
    if (change.kind === 1) return Object.fromEntries([...entries, [change.key, change.with]])
    if (change.kind === 2) return Object.fromEntries(entries.filter((_, position) => position !== index))
    return Object.fromEntries(entries.map(([key, old], position) => [key, position === index ? change.with : old]))
  })
}

import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type JsonValue } from '../src/canonical-json.ts'
import { createFingerprintKey, fingerprint, openFingerprintKey } from '../src/index.ts'
import { kek } from './arbitraries.ts'

const key = openFingerprintKey(kek, 'org', createFingerprintKey(kek, 'org'))
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
  ),
})).value

describe('a fingerprint', () => {
  it('is HMAC-SHA-256 over canonical JSON', () => {
    // printf '{"app":"heroku","method":"auth-token"}' | openssl dgst -sha256 -hmac key
    expect(fingerprint({ key: createSecretKey(Buffer.from('key')) }, { method: 'auth-token', app: 'heroku' })).toBe(
      '49730a4ce3d55736871133b01b09f6035138e1b0569ac091cc296db09a300ff1',
    )
  })

  it('is the same for the same value, in whatever order its keys stand', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(fingerprint(key, reversed(value))).toBe(fingerprint(key, value))
      }),
    )
  })

  it('is another for another value', () => {
    fc.assert(
      fc.property(json, json, (one, two) => {
        fc.pre(canonicalJson(one) !== canonicalJson(two))
        expect(fingerprint(key, one)).not.toBe(fingerprint(key, two))
      }),
    )
  })

  it('is another under another organization’s key', () => {
    const other = openFingerprintKey(kek, 'org2', createFingerprintKey(kek, 'org2'))
    expect(fingerprint(other, { a: 1 })).not.toBe(fingerprint(key, { a: 1 }))
  })
})

describe('canonical JSON', () => {
  it('says what JSON says', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('sorts keys by UTF-16 code units at every depth', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], '😀': 1, ﬁ: 1, a: 'é' })).toBe(
      '{"a":"é","b":[{"a":2,"z":1}],"😀":1,"ﬁ":1}',
    )
  })

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, new Date(0), new Map(), [undefined], { a: undefined }])(
    'is refused for %o, which JSON cannot say',
    (value) => {
      // Reflect.apply, because the type of canonicalJson refuses most of these already.
      expect(() => Reflect.apply(canonicalJson, undefined, [value])).toThrow(TypeError)
    },
  )
})

function reversed(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  )
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

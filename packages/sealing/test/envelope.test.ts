import { createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDataKey, open, openDataKey, type SealContext, seal } from '../src/index.ts'
import { anyId, dataKey, flip, kek, plaintext, sealContext, text } from './arbitraries.ts'

const context: SealContext = { purpose: 'connection-credentials', orgId: 'org', recordId: 'record', revision: 7 }
const secret = Buffer.from('{"authToken":"HRKU-secret"}')
const byId = (id: string) => (id === dataKey.id ? dataKey : undefined)
const damaged = expect.objectContaining({ name: 'SealingError', code: 'damaged' })

describe('a sealed value', () => {
  it('opens to what was sealed, in the context it was sealed in', () => {
    fc.assert(
      fc.property(sealContext, plaintext, (where, value) => {
        expect(open(byId, where, seal(dataKey, where, value))).toEqual(Buffer.from(value))
      }),
    )
  })

  it('is version, key id, nonce, ciphertext and tag of AES-256-GCM, with length-prefixed fields as associated data', () => {
    const blob = seal(dataKey, context, secret)
    expect(blob).toHaveLength(1 + 16 + 12 + secret.length + 16)
    expect(blob[0]).toBe(1)
    expect(blob.subarray(1, 17).toString('hex')).toBe(dataKey.id.replaceAll('-', ''))

    const revision = Buffer.from('0000000000000007', 'hex')
    const fields = [Buffer.of(1), 'connection-credentials', 'org', 'record', revision, blob.subarray(1, 17)]
    const decipher = createDecipheriv('aes-256-gcm', dataKey.key, blob.subarray(17, 29))
    decipher.setAAD(
      Buffer.concat(
        fields.flatMap((field) => [
          Buffer.of(0, 0, 0, field.length),
          typeof field === 'string' ? Buffer.from(field) : field,
        ]),
      ),
    )
    decipher.setAuthTag(blob.subarray(-16))
    expect(Buffer.concat([decipher.update(blob.subarray(29, -16)), decipher.final()])).toEqual(secret)
  })

  it('does not contain what was sealed', () => {
    expect(seal(dataKey, context, secret).includes('HRKU-secret')).toBe(false)
  })

  it('has a nonce of its own, 10,000 times in a row', () => {
    const nonces = Array.from({ length: 10_000 }, () => seal(dataKey, context, secret).toString('hex', 17, 29))
    expect(new Set(nonces).size).toBe(10_000)
  })

  it('is refused when any one bit of it is turned over', () => {
    const blob = seal(dataKey, context, secret)
    for (let index = 0; index < blob.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        expect(() => open(anyId, context, flip(blob, index, 1 << bit)), `bit ${bit} of byte ${index}`).toThrow(damaged)
      }
    }
  })

  it('is refused when any one byte of it is changed, whatever it holds', () => {
    fc.assert(
      fc.property(sealContext, plaintext, fc.nat(), fc.integer({ min: 1, max: 255 }), (where, value, at, mask) => {
        const blob = seal(dataKey, where, value)
        expect(() => open(anyId, where, flip(blob, at % blob.length, mask))).toThrow(damaged)
      }),
    )
  })

  it('is refused when cut short at any length, and when longer', () => {
    const blob = seal(dataKey, context, secret)
    for (let length = 0; length < blob.length; length++) {
      expect(() => open(anyId, context, blob.subarray(0, length)), `first ${length} bytes`).toThrow(damaged)
      expect(() => open(anyId, context, blob.subarray(blob.length - length)), `last ${length} bytes`).toThrow(damaged)
    }
    expect(() => open(anyId, context, Buffer.concat([blob, Buffer.of(0)]))).toThrow(damaged)
  })

  it.each<Partial<SealContext>>([
    { purpose: 'webhook-secret' },
    { orgId: 'org2' },
    { recordId: 'record2' },
    { revision: 8 },
  ])('is refused at another place: %o', (change) => {
    const blob = seal(dataKey, context, secret)
    expect(() => open(byId, { ...context, ...change }, blob)).toThrow(damaged)
  })

  it('is refused in every context but its own', () => {
    fc.assert(
      fc.property(sealContext, sealContext, plaintext, (where, elsewhere, value) => {
        fc.pre(JSON.stringify(where) !== JSON.stringify(elsewhere))
        expect(() => open(byId, elsewhere, seal(dataKey, where, value))).toThrow(damaged)
      }),
    )
  })

  it('is refused where the fields of its context run together to the same text', () => {
    expect(() =>
      open(
        byId,
        { ...context, orgId: 'a', recordId: 'bc' },
        seal(dataKey, { ...context, orgId: 'ab', recordId: 'c' }, secret),
      ),
    ).toThrow(damaged)
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (left, right, from, to) => {
        const whole = [...`${left}${right}`]
        const split = (at: number) => ({
          ...context,
          orgId: whole.slice(0, at % (whole.length + 1)).join(''),
          recordId: whole.slice(at % (whole.length + 1)).join(''),
        })
        fc.pre(split(from).orgId !== split(to).orgId)
        expect(() => open(byId, split(to), seal(dataKey, split(from), secret))).toThrow(damaged)
      }),
    )
  })

  it('names the data key that is not at hand', () => {
    const blob = seal(dataKey, context, secret)
    expect(() => open(() => undefined, context, blob)).toThrow(
      expect.objectContaining({ code: 'unknown-key', message: expect.stringContaining(dataKey.id) }),
    )
  })

  it('is refused under another data key, even one that claims its id', () => {
    const other = openDataKey(kek, 'org', createDataKey(kek, 'org'))
    const blob = seal(dataKey, context, secret)
    expect(() => open(() => other, context, blob)).toThrow(damaged)
    expect(() => open(() => ({ id: dataKey.id, key: other.key }), context, blob)).toThrow(damaged)
  })

  it('is not made for ids that UTF-8 cannot tell apart, or for a revision that is no whole number', () => {
    for (const change of [{ recordId: '\ud800' }, { revision: -1 }, { revision: 1.5 }, { revision: 2 ** 53 }]) {
      expect(() => seal(dataKey, { ...context, ...change }, secret), JSON.stringify(change)).toThrow(RangeError)
    }
    expect(() => seal({ ...dataKey, id: 'main' }, context, secret)).toThrow(RangeError)
  })

  it('tells nothing of the plaintext when it is refused', () => {
    const blob = seal(dataKey, context, secret)
    try {
      open(byId, { ...context, revision: 8 }, blob)
      expect.unreachable()
    } catch (error) {
      expect(error).toEqual(damaged)
      expect(`${error instanceof Error ? `${error.stack} ${error.cause}` : error}`).not.toContain('HRKU')
    }
  })
})

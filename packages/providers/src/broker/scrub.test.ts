import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createScrubber } from './scrub.ts'
import { spellingsOf } from './secret-forms.ts'

// Made up, in the shapes that platforms give: with both alphabets' odd characters in its base64.
const secret = 'HRKU-AA_zz-9~>?>?~0Zq-_example-of-a-token-that-nobody-has-0123456789x'
const percentAll = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')
const jsonAll = (text: string) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
const basic = (user: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`

const forms: [string, string][] = [
  ['plain', secret],
  ['percent-escaped', percentAll(secret)],
  ['percent-escaped in capitals', percentAll(secret).toUpperCase()],
  ['as a URL has it', encodeURIComponent(secret)],
  ['JSON-escaped', jsonAll(secret)],
  ['JSON-escaped in capitals', jsonAll(secret).replaceAll(/[a-f](?=[0-9a-f]*)/g, (digit) => digit.toUpperCase())],
  ['half plain, half escaped', `${secret.slice(0, 20)}${percentAll(secret.slice(20, 40))}${jsonAll(secret.slice(40))}`],
  ...['', 'a', 'ab', 'abc'].map((user): [string, string] => [`Basic of "${user}"`, basic(user)]),
  ...[0, 1, 2].map((before): [string, string] => [
    `base64url after ${before} bytes`,
    Buffer.from(`${'x'.repeat(before)}${secret}tail`).toString('base64url'),
  ]),
  ['base64 in a query', encodeURIComponent(basic('ab'))],
  ['base64 in JSON that escapes slashes', basic('a').replaceAll('/', '\\/')],
]

function scrub(secrets: string[], chunks: readonly Buffer[]): { text: string; found: boolean } {
  const scrubber = createScrubber(secrets)
  const out = [...chunks.map((chunk) => scrubber.push(chunk)), scrubber.end()]
  return { text: Buffer.concat(out).toString('latin1'), found: scrubber.found }
}

/** Nothing of the secret is left in it that anybody could decode, 12 characters at a stretch. */
function expectGone(text: string): void {
  const plainText = text.replaceAll(/%([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})|\\(\/)/g, (_, a, b, c) =>
    c === undefined ? String.fromCharCode(Number.parseInt(a ?? b, 16)) : c,
  )
  for (const spelling of spellingsOf(secret)) {
    const whole = spelling.toString('latin1')
    for (let at = 0; at + 12 <= whole.length; at += 1) expect(plainText).not.toContain(whole.slice(at, at + 12))
  }
}

describe('a secret in a stream', () => {
  it.each(forms)('%s is taken out, cut anywhere in two, and what is round it stays', (_, form) => {
    const whole = Buffer.from(`{"before":"${form}","after":1}`, 'latin1')
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const { text, found } = scrub([secret], [whole.subarray(0, cut), whole.subarray(cut)])
      expect(found).toBe(true)
      expect(text.startsWith('{"before":"') && text.endsWith('","after":1}'), text).toBe(true)
      expect(text).toHaveLength(whole.length)
      expect(text).toMatch(/\*{64}/)
      if (cut === 0) expectGone(text)
    }
  })

  it.each(forms)('%s is taken out, byte by byte and twice', (_, form) => {
    const whole = Buffer.from(`${form} ${form}`, 'latin1')
    const { text } = scrub(
      [secret],
      [...whole].map((byte) => Buffer.of(byte)),
    )
    expect(text.match(/\*{64,}/g)).toHaveLength(2)
    expect(text).toHaveLength(whole.length)
    expectGone(text)
  })

  it('leaves everything else as it is, byte for byte, also what begins like it', () => {
    const noise = randomBytes(300_000)
    const almost = Buffer.from(`${secret.slice(0, -1)} %48%52 \\u0048RKU- ${secret.slice(1)}`)
    const whole = Buffer.concat([noise, almost, noise])
    const chunks = Array.from({ length: 100 }, (_, index) =>
      whole.subarray((index * whole.length) / 100, ((index + 1) * whole.length) / 100),
    )
    const scrubber = createScrubber([secret])
    const out = Buffer.concat([...chunks.map((chunk) => scrubber.push(chunk)), scrubber.end()])
    expect(out.equals(whole)).toBe(true)
    expect(scrubber.found).toBe(false)
  })

  it('lets through at once what cannot be the beginning of one', () => {
    const scrubber = createScrubber([secret])
    expect(scrubber.push(Buffer.from('data: a line of a log\n\n')).toString()).toBe('data: a line of a log\n\n')
    expect(scrubber.push(Buffer.from('data: HRKU-')).toString()).toBe('data: ')
    expect(scrubber.push(Buffer.from(' is a prefix')).toString()).toBe('HRKU- is a prefix')
  })

  it.each(forms)('%s is found in binary data, wherever it begins and ends', (_, form) => {
    const sides = (length: number) => Buffer.alloc(length, 0xff)
    for (let before = 0; before <= 16; before += 1) {
      const after = 16 - before
      const whole = Buffer.concat([sides(before), Buffer.from(form, 'latin1'), sides(after)])
      const { text, found } = scrub([secret], [whole])
      expect(found).toBe(true)
      expect(text).toHaveLength(whole.length)
      if (before === 0) expectGone(text)
    }
  })

  it('takes out several secrets, and one that stands within another once', () => {
    const other = 'another-secret-of-the-same-credential'
    const { text } = scrub([secret, other, other.slice(4)], [Buffer.from(`${other}|${secret}|${other}`)])
    expect(text).toBe([other, secret, other].map(({ length }) => '*'.repeat(length)).join('|'))
  })

  it('refuses to look for what is too short to differ from other text', () => {
    expect(() => createScrubber(['short'])).toThrow('too short')
  })
})

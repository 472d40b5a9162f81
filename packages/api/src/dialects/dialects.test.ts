import { execFileSync } from 'node:child_process'
import { type DialectName, dialectNames } from '@app-connections/schemas'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialects } from './dialects.ts'
import { readText } from './read-text.ts'
import { statementOf, writeText } from './write-text.ts'

/** What the readers make something of, and what they do not. */
const characters = [
  'a',
  'n',
  'r',
  'B',
  '1',
  '_',
  ' ',
  '\t',
  '\n',
  '\r',
  "'",
  '"',
  '`',
  '\\',
  '$',
  '{',
  '}',
  '#',
  '=',
  '!',
]
const more = ['~', ':', '<', '%', 'é', '🦄', '\u2028', '\u00A0', '\u0001', '\uFEFF']
const value = fc.string({ unit: fc.constantFrom(...characters, ...more), maxLength: 12 })
const values = fc.array(value, { minLength: 1, maxLength: 6 })
const settings = { seed: 18, numRuns: 400 }

const pairsOf = (all: readonly string[]) => all.map((each, index) => ({ key: `K_${index}`, value: each }))
const read = (name: DialectName, text: string) =>
  readText(text, name).entries.map(({ key, value: found }) => ({ key, value: found }))

function failureOf(text: string, name?: Parameters<typeof readText>[1]): string {
  try {
    readText(text, name)
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return 'read'
}

describe('a dialect', () => {
  it.each(dialectNames)('reads what it wrote: %s', async (name) => {
    let written = 0
    await fc.assert(
      fc.asyncProperty(values, async (all) => {
        const fits = pairsOf(all).filter((pair) => name === 'json' || statementOf(dialects[name], pair) !== undefined)
        written += fits.length
        const text = await writeText(name, fits, ['HIDDEN'])
        expect(read(name, text)).toEqual(fits)
      }),
      settings,
    )
    expect(written).toBeGreaterThan(200)
  })

  it('of the shell writes what sh reads, every value of it', async () => {
    const pairs = pairsOf(fc.sample(value, { seed: 18, numRuns: 500 }))
    const text = await writeText('shell', pairs, ['HIDDEN'])
    const script = `${text}\nfor n in $(seq 0 499); do eval "printf '%s\\\\0' \\"\\$K_$n\\""; done`
    const shown = execFileSync('/bin/sh', ['-s'], { input: script, env: { PATH: '/usr/bin:/bin' } }).toString('utf8')
    expect(shown.split('\0').slice(0, -1)).toEqual(pairs.map((pair) => pair.value))
  })

  // [the dialect, a value, its statement], as measured with the real readers.
  it.each([
    ['dotenv', "it's", `K="it's"`],
    ['dotenv', 'a#b', "K='a#b'"],
    ['dotenv', 'a$HOME', "K='a$HOME'"],
    ['dotenv', `a"b'c`, 'K=`a"b\'c`'],
    ['dotenv', 'a\rb', 'K="a\\rb"'],
    ['dotenv', `"'\` #`, undefined],
    ['next', 'a$HOME', "K='a\\$HOME'"],
    ['docker', 'a #b', 'K=a #b'],
    ['docker', 'a\nb', undefined],
    ['compose', "it's", "K='it\\'s'"],
    ['compose', 'C:\\app\\', 'K="C:\\\\app\\\\"'],
    ['github', 'a\nb', 'K<<END\na\nb\nEND'],
    ['github', 'a\nEND', 'K<<END_\na\nEND\nEND_'],
    ['shell', "it's", "export K='it'\\''s'"],
    ['shell', '', "export K=''"],
  ] as const)('chooses the form: %s, %j', (name, each, statement) => {
    expect(statementOf(dialects[name], { key: 'K', value: each })).toBe(statement)
  })

  it('does not quote a value whose last backslash would open its quotes to what follows', () => {
    const pair = { key: 'K', value: 'a #b\\' }
    expect(statementOf(dialects.dotenv, pair)).toBeUndefined()
    expect(statementOf(dialects.dotenv, { key: 'K', value: 'C:\\app\\' })).toBe('K=C:\\app\\')
  })

  it('names the keys that have no form, and no value', async () => {
    const pairs = [...pairsOf(['fine', 'secret\nvalue']), { key: 'a-b', value: 'x' }]
    await expect(writeText('docker', pairs, [])).rejects.toThrow(/^No form of docker .* of K_1: use json$/)
    await expect(writeText('shell', pairs, [])).rejects.toThrow(/of a-b: use json$/)
  })

  // What `config --shell` of a platform prints, and what it stands for.
  it.each([
    [`K="it's"`, "it's"],
    ["K='a b'", 'a b'],
    ['K="a\\nb"', 'a\nb'],
    ['K="it\'s\\!"', "it's!"],
    ['K="it\'s\\\\nx"', "it's\\nx"],
    ['K=', ''],
    ['K=~/x', '~/x'],
    ['K="\\"\'\\$\\`"', `"'$\``],
  ])('of `config --shell` is read by its own rule: %j', (text, expected) => {
    expect(readText(text, 'config-shell').entries).toEqual([{ key: 'K', line: 1, value: expected }])
  })

  it('leaves hidden values out, with a remark', async () => {
    expect(readText('K=null', 'config-shell')).toMatchObject({ entries: [], omitted: [{ key: 'K', line: 1 }] })
    expect(readText('{"K": null}', 'json')).toMatchObject({ entries: [], omitted: [{ key: 'K', line: 1 }] })
    expect(await writeText('dotenv', [], ['K'])).toBe('# K is left out: its value is not shown\n')
    expect(await writeText('github', [], ['K'])).toBe('')
  })
})

describe('a text that nobody names a dialect for', () => {
  it.each([
    ['A=1\nB=two\n', 'dotenv'],
    ["# a remark\nexport A='a b'\n", 'dotenv'],
    ['{"A": "1"}', 'json'],
    ['A<<X\n1\nX\n', 'github'],
  ])('is read where that is clear: %j', (text, dialect) => {
    expect(readText(text, undefined).dialect).toBe(dialect)
  })

  it.each(['A=1\nB="a\\nb"', 'A=1\nB=a#b', 'A=1\nB=$HOME', 'A=1\nB="$(ls)"', "A=1\nB='a\\$b'", 'A=1\nB=null'])(
    'is refused where readers differ: %j',
    (text) => {
      expect(failureOf(text)).toBe('Line 2 (B) says different things in different dialects: name the dialect')
    },
  )
})

describe('a text that is wrong', () => {
  it.each([
    ['A=secret\nB=1\nA=2', 'dotenv', 'Lines 1 and 3 both set A: keep one of them'],
    ['{"A": "secret",\n"A": "2"}', 'json', 'Lines 1 and 2 both set A: keep one of them'],
    [
      '{"A": "secret",\n"B": 2}',
      'json',
      'Line 2 (B) cannot be read as json: its value is no text: put it in double quotes',
    ],
    ['A: secret', 'json', 'Line 1 cannot be read as json: it is no JSON'],
    ['{"A": "secret"}', 'dotenv', 'Line 1 cannot be read as dotenv: it is no assignment'],
    ['A=$(secret)', 'shell', /^Line 1 \(A\) cannot be read as shell: its value names another variable or a command/],
    ['A="x`secret`"', 'shell', /^Line 1 \(A\) cannot be read as shell: its value names another variable or a command/],
    ['A=a secret', 'shell', /^Line 1 \(A\) cannot be read as shell: something follows its value/],
    ['A=1; secret', 'shell', /^Line 1 \(A\) cannot be read as shell: something follows its value/],
    ["A='secret", 'shell', 'Line 1 (A) cannot be read as shell: its quotes do not end'],
    ['A=x\nB=$secret', 'next', /^Line 2 \(B\) cannot be read as next: its value names another variable/],
    ['A="$secret"', 'compose', /^Line 1 \(A\) cannot be read as compose: its value names another variable/],
    ['export A=secret', 'docker', 'Line 1 cannot be read as docker: a name without blanks stands before ='],
    ['A=1\nB', 'docker', /^Line 2 \(B\) cannot be read as docker: it has no =/],
    ['A<<X\nsecret', 'github', 'Line 1 (A) cannot be read as github: the line that ends its value is missing'],
    ['A="secret" x', 'config-shell', 'Line 1 cannot be read as config-shell: it is no assignment'],
    ['A=1\n\0secret', 'docker', 'Line 2 cannot be read: it holds bytes that are no text: is it a binary file?'],
    ['A=\uFFFDPNG', undefined, 'Line 1 cannot be read: it holds bytes that are no text: is it a binary file?'],
  ] as const)('is refused by line and key: %j as %s', (text, name, message) => {
    const said = failureOf(text, name)
    if (typeof message === 'string') expect(said).toBe(message)
    else expect(said).toMatch(message)
    expect(said).not.toContain('secret')
  })

  it('is refused within a moment, however long', () => {
    const long = ['\n', ' ', "A='\\'\n", 'A="\\"\n', '#', "'", 'A=`\n', '{"a":', 'A<<B\n'].map((part) =>
      part.repeat(Math.floor(1_000_000 / part.length)),
    )
    const begun = performance.now()
    for (const text of long) for (const name of [...dialectNames, 'config-shell'] as const) failureOf(`${text}x`, name)
    expect(performance.now() - begun).toBeLessThan(20_000)
  })
})

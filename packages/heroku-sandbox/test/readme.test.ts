import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultSwitches, switchValues } from '../src/index.ts'

const readme = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8')

/** The rows of the table under a heading, each a list of its cells. */
function tableUnder(heading: string): string[][] {
  const [, section = ''] = readme.split(`## ${heading}\n`)
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

test('the README lists exactly the switches there are, each with its values, the usual one first', () => {
  const written = tableUnder('Switches').map(([name, values]) => `${name} ${values}`)
  const defaults = new Map<string, unknown>(Object.entries(defaultSwitches))
  const real = switchValues.map(({ name, values }) => {
    const usual = defaults.get(name)
    const ordered = [usual, ...values.filter((value) => value !== usual)]
    return `\`${name}\` ${ordered.map((value) => `\`${String(value)}\``).join(', ')}`
  })
  expect(written.sort()).toEqual(real.sort())
})

test('the README lists exactly the control calls there are', async () => {
  const source = await readFile(join(import.meta.dirname, '..', 'src', 'control', 'http.ts'), 'utf8')
  const real = [...source.matchAll(/^ {2}'([A-Z]+ \/[^']*)':/gm)].map(([, call = '']) => call.replace(':name', ':'))
  const written = tableUnder('Control').map(([call = '']) =>
    call.replaceAll('`', '').replace('/_sandbox', '').replace(/:\w+$/, ':'),
  )
  expect(written.sort()).toEqual(real.sort())
})

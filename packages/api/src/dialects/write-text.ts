import { setImmediate as others } from 'node:timers/promises'
import type { DialectName } from '@app-connections/schemas'
import { noFormIn } from '../failures/secrets.ts'
import type { Dialect, Entry } from './dialect.ts'
import { dialects } from './dialects.ts'
import { writeJson } from './json.ts'
import { readAs } from './read-text.ts'

type Pair = Pick<Entry, 'key' | 'value'>

/** So many values are written at once, so that no other caller waits for long. */
const part = 50

/** A failure names so many keys at most. */
const mostNamed = 20

/**
 * Writes keys and values, each in the first form that the dialect's own reader reads as just that; `hidden` are keys
 * whose values are not shown, each a remark where the dialect has any. Throws 400 naming the keys that have no form.
 */
export async function writeText(name: DialectName, pairs: readonly Pair[], hidden: readonly string[]): Promise<string> {
  if (name === 'json') return writeJson(pairs)
  const dialect = dialects[name]
  const statements: string[] = []
  const without: string[] = []
  for (const [index, pair] of pairs.entries()) {
    if (index % part === part - 1) await others()
    const statement = statementOf(dialect, pair)
    if (statement === undefined) without.push(pair.key)
    else statements.push(statement)
  }
  if (without.length > 0) throw noFormIn(name, without.slice(0, mostNamed), without.length)
  const remarks = dialect.comments ? hidden.map((key) => `# ${key} is left out: its value is not shown`) : []
  return [...remarks, ...statements].map((line) => `${line}\n`).join('')
}

/** The statement that gives a key its value, whatever follows it; undefined where there is none. */
export function statementOf(dialect: Dialect, { key, value }: Pair): string | undefined {
  if (!dialect.keys.test(key)) return undefined
  return dialect
    .forms(key, value)
    .find((form) =>
      ['', ...(dialect.followers ?? ['NEXT=x\n'])].every((after) => says(dialect, `${form}\n${after}`, { key, value })),
    )
}

function says(dialect: Dialect, text: string, { key, value }: Pair): boolean {
  const entry = readAs(dialect, text)?.entries[0]
  return entry?.key === key && entry.value === value
}

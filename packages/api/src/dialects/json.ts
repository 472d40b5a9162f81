import { type Entry, type Omission, type Reading, Unreadable } from './dialect.ts'

const flat = 'JSON is one object of texts: {"NAME": "value"}'

/** One object of texts: it keeps every key and value. What stands for bytes that are no text is written as an escape. */
export function writeJson(entries: Iterable<Pick<Entry, 'key' | 'value'>>): string {
  const lines = Array.from(entries, ({ key, value }) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}\n`.replaceAll('\uFFFD', '\\ufffd')
}

/** Reads one object of texts. `null`, which is how platforms show a hidden value, is left out. */
export function readJson(text: string): Reading {
  const parsed = parsedObject(text)
  const entries: Entry[] = []
  const omitted: Omission[] = []
  const lines = keyLines(text)
  const values = new Map(Object.entries(parsed))
  for (const { key, line } of lines) {
    const value = values.get(key)
    if (value === null) omitted.push({ key, line, remark: 'null is a value that is not shown: store it by hand' })
    else if (typeof value !== 'string') throw new Unreadable('its value is no text: put it in double quotes', line, key)
    else entries.push({ key, line, value })
  }
  return { entries, omitted }
}

function parsedObject(text: string): object {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // What the engine says of the fault quotes the text.
    throw new Unreadable('it is no JSON', 1)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Unreadable(flat, 1)
  return parsed
}

/** The keys of an object of texts in the order and as often as they are written. */
function keyLines(text: string): Omit<Entry, 'value'>[] {
  const keys: Omit<Entry, 'value'>[] = []
  let [line, counted, depth] = [1, 0, 0]
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    for (; counted < found.index; counted += 1) if (text[counted] === '\n') line += 1
    const [all, colon] = found
    if (!all.startsWith('"')) depth += all === '{' || all === '[' ? 1 : -1
    else if (colon !== undefined && depth === 1) {
      const key: unknown = JSON.parse(all.slice(0, -colon.length))
      keys.push({ key: `${key}`, line })
    }
  }
  return keys
}

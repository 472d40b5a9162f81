import { type Dialect, type Reading, Unreadable } from './dialect.ts'
import { assignments } from './lines.ts'

/** As the npm package dotenv 17 finds a value: of quotes that end the line, else up to a # or the end of the line. */
const token = /(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\n]+)?(?=[^\S\n]*(?:#.*)?$)/my
const head = /[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*(?:=|:(?=[^\S\n]))[^\S\n]*/y

/** As dotenv reads. What it would pass over is refused. */
export function readDotenv(text: string): Reading {
  const entries = assignments(text.replaceAll(/\r\n?/g, '\n'), head, (cursor, { line, key }) => {
    const found = cursor.take(token)
    if (found === null)
      throw new Unreadable('its value does not end: put it in quotes that it does not hold', line, key)
    const trimmed = found[0].trim()
    const inner = trimmed.replaceAll(/^(['"`])([\s\S]*)\1$/gm, '$2')
    return trimmed.startsWith('"') ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner
  })
  return { entries, omitted: [] }
}

/** The forms of dotenv: bare, in quotes that the value does not hold, and in double quotes with its two escapes. */
export function quoted(key: string, value: string): string[] {
  const escaped = value.replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  const inQuotes = ["'", '"', '`'].filter((quote) => !value.includes(quote)).map((quote) => `${quote}${value}${quote}`)
  const forms = value.includes('"') ? inQuotes : [...inQuotes, `"${escaped}"`]
  const ordered = /^[\w./:@%+,=-]+$/.test(value) ? [value, ...forms] : [...forms, value]
  return ordered.map((form) => `${key}=${form}`)
}

/** A quote behind a backslash is open until the next quote that ends a line, or that a # follows. */
export const openQuotes = ["'", '"', '`'].flatMap((quote) => [
  `NEXT=${quote}\nx${quote}\n`,
  `NEXT=${quote}#x${quote}\n`,
])

/** What the npm package dotenv 17 reads. */
export const dotenv: Dialect = {
  keys: /^[\w.-]+$/,
  forms: quoted,
  followers: openQuotes,
  comments: true,
  read: readDotenv,
}

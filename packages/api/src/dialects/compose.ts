import { type Dialect, refers, Unreadable } from './dialect.ts'
import { assignments, type Cursor } from './lines.ts'

const head = /[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*=[^\S\n]*/y
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', $: '$' }

/** What the `env_file` of Docker Compose 2 reads. */
export const compose: Dialect = {
  keys: /^[A-Za-z_]\w*$/,
  forms: (key, value) => [
    ...(/^[\w./:@%+,-]+$/.test(value) ? [`${key}=${value}`] : []),
    // A backslash before a quote is read in more than one way.
    ...(/\\(?:'|$)/.test(value) ? [] : [`${key}='${value.replaceAll("'", "\\'")}'`]),
    `${key}="${value.replaceAll(/["\\]/g, '\\$&').replaceAll('$', '$$$$').replaceAll('\r', '\\r')}"`,
  ],
  comments: true,
  read: (text) => {
    const entries = assignments(text.replaceAll('\r\n', '\n'), head, (cursor, { line, key }) => {
      const quoted = inSingle(cursor) ?? inDouble(cursor)
      const value = quoted === undefined ? bare(cursor) : quoted
      if (value === undefined) throw new Unreadable('its quotes do not end', line, key)
      if (value === null) throw new Unreadable(refers, line, key)
      return value
    })
    return { entries, omitted: [] }
  },
}

/** In single quotes a backslash says something before a single quote alone. */
function inSingle(cursor: Cursor): string | undefined {
  return cursor
    .take(/'((?:[^'\\]|\\[\s\S])*)'/y)?.[1]
    ?.replaceAll(/\\([\s\S])/g, (pair) => (pair === "\\'" ? "'" : pair))
}

/** In double quotes; null where it names a variable. */
function inDouble(cursor: Cursor): string | null | undefined {
  const found = cursor.take(/"((?:[^"\\]|\\[\s\S])*)"/y)?.[1]
  if (found === undefined) return undefined
  if (/\$/.test(found.replaceAll(/\\[\s\S]|\$\$/g, ''))) return null
  // An escape that is not measured is refused as a name is.
  if (/\\[abcfv0]/.test(found.replaceAll('\\\\', ''))) return null
  return found.replaceAll(/\\([\s\S])|\$\$/g, (pair, escaped: string | undefined) =>
    escaped === undefined ? '$' : (escapes[escaped] ?? pair),
  )
}

/** Up to a # behind a blank, or the end of the line; null where it names a variable. */
function bare(cursor: Cursor): string | null | undefined {
  if (/['"]/.test(cursor.text[cursor.at] ?? '')) return undefined
  const found = cursor.take(/(?:[^\n#]|(?<![^\S\n])#)*/y)?.[0].trimEnd() ?? ''
  return found.includes('$') ? null : found
}

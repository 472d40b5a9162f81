import { type Dialect, refers, Unreadable } from './dialect.ts'
import { openQuotes, quoted, readDotenv } from './dotenv.ts'

/** What @next/env 16 reads: as dotenv does, and then it replaces `$NAME` in quotes of any kind, but not `\$`. */
export const next: Dialect = {
  keys: /^[\w.-]+$/,
  forms: (key, value) => quoted(key, value.replaceAll('$', '\\$')),
  followers: openQuotes,
  comments: true,
  read: (text) => {
    const { entries, omitted } = readDotenv(text)
    const literal = entries.map(({ value, ...entry }) => {
      if (/(?<!\\)\$\{?\w/.test(value)) throw new Unreadable(refers, entry.line, entry.key)
      return { ...entry, value: value.replaceAll('\\$', '$') }
    })
    return { entries: literal, omitted }
  },
}

import { type Dialect, refers, Unreadable } from './dialect.ts'
import { assignments } from './lines.ts'

const head = /[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=/y
/** A part of a word: in single quotes, in double quotes, an escaped character, or characters that say nothing else. */
const part = /'([^']*)'|"((?:[^"\\$`]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$`|&;<>()~]+)/y

/** What a POSIX shell reads. A text that would make it replace names or run commands is refused. */
export const shell: Dialect = {
  keys: /^[A-Za-z_]\w*$/,
  forms: (key, value) => [
    `export ${key}=${/^[\w./:@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`,
  ],
  comments: true,
  read: (text) => {
    const entries = assignments(text, head, (cursor, { line, key }) => {
      let value = ''
      for (let found = cursor.take(part); found !== null; found = cursor.take(part)) {
        const [, single, double, escaped, bare] = found
        value +=
          single ?? double?.replaceAll(/\\([$`"\\\n])/g, kept) ?? (escaped === undefined ? bare : kept('', escaped))
      }
      if (/[$`~]/.test(text[cursor.at] ?? '')) throw new Unreadable(refers, line, key)
      if (/["']/.test(text[cursor.at] ?? '')) throw new Unreadable(inQuotes(text, cursor.at), line, key)
      return value
    })
    return { entries, omitted: [] }
  },
}

/** What a backslash and a character are: the character, but a line that goes on is one line. */
function kept(_: string, character: string): string {
  return character === '\n' ? '' : character
}

/** Why a quote that stands here is not read. */
function inQuotes(text: string, at: number): string {
  return text[at] === '"' && /[$`]/.test(text.slice(at)) ? refers : 'its quotes do not end'
}

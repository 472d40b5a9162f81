import { type Dialect, type Entry, Unreadable } from './dialect.ts'

/** The longest line that Docker's reader takes, in bytes. */
const longestLine = 65_534

/** What `docker run --env-file` reads: lines as they are, without quotes, escapes or names to replace. */
export const docker: Dialect = {
  keys: /^[^\s=#][^\s=]*$/,
  forms: (key, value) => [`${key}=${value}`],
  comments: true,
  read: (text) => {
    const entries: Entry[] = []
    for (const [index, raw] of text.split('\n').entries()) {
      const line = index + 1
      const each = raw.replace(/\r$/, '').trimStart()
      if (each === '' || each.startsWith('#')) continue
      const [key, value] = cut(each)
      if (/\s/.test(key) || key === '') throw new Unreadable('a name without blanks stands before =', line)
      if (value === undefined) throw new Unreadable('it has no =, and takes its value from who calls', line, key)
      if (Buffer.byteLength(raw) > longestLine) throw new Unreadable('its line is longer than 64 kB', line, key)
      entries.push({ key, line, value })
    }
    return { entries, omitted: [] }
  },
}

/** What stands before and behind the first =. */
function cut(line: string): [before: string, behind: string | undefined] {
  const at = line.indexOf('=')
  return at < 0 ? [line, undefined] : [line.slice(0, at), line.slice(at + 1)]
}

import { type Dialect, type Entry, noAssignment, Unreadable } from './dialect.ts'

/** What a step's $GITHUB_ENV takes: `NAME=value` as it is, or lines between `NAME<<END` and `END`. It has no comments. */
export const github: Dialect = {
  // The runner refuses the first, and keeps its own values of the others.
  keys: /^(?!NODE_OPTIONS$|GITHUB_|RUNNER_)(?:(?!<<)[^\s=])+$/i,
  forms: (key, value) => [`${key}=${value}`, heredoc(key, value)],
  comments: false,
  read: (text) => {
    const entries: Entry[] = []
    // A runner on Windows ends lines with CR LF, others with LF.
    const lines = text.replaceAll('\r\n', '\n').split('\n')
    for (let at = 0; at < lines.length; at += 1) {
      const [each, line] = [lines[at] ?? '', at + 1]
      if (each === '') continue
      const [, key, mark, rest = ''] = /^((?:(?!<<)[^=])+)(=|<<)([\s\S]*)$/.exec(each) ?? []
      if (key === undefined || /\s/.test(key)) throw new Unreadable(noAssignment, line)
      if (mark === '=') {
        entries.push({ key, line, value: rest })
        continue
      }
      const end = lines.indexOf(rest, at + 1)
      if (end < 0 || rest === '') throw new Unreadable('the line that ends its value is missing', line, key)
      entries.push({ key, line, value: lines.slice(at + 1, end).join('\n') })
      at = end
    }
    return { entries, omitted: [] }
  },
}

function heredoc(key: string, value: string): string {
  const lines = new Set(value.split('\n'))
  let end = 'END'
  while (lines.has(end)) end += '_'
  return `${key}<<${end}\n${value}\n${end}`
}

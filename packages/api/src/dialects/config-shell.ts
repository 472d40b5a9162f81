import { type Entry, noAssignment, type Omission, type Reading, Unreadable } from './dialect.ts'

const line = /^([^\s=]+)=(?:'([^'\n]*)'|"((?:[^"\\]|\\.)*)"|([^\s'"]*))$/

/**
 * Reads what a platform's command line prints as `config --shell`, by its own rule, which is no shell's: in double quotes a
 * line break is `
`, and a backslash, a double quote, `$`, `!` and a back-tick stand behind a backslash. A value that the
 * platform hides is printed as `null`.
 */
export function readConfigShell(text: string): Reading {
  const entries: Entry[] = []
  const omitted: Omission[] = []
  for (const [index, each] of text.split(/\r?\n/).entries()) {
    if (each.trim() === '') continue
    const found = line.exec(each)
    const [, key = '', single, double, bare] = found ?? []
    if (found === null) throw new Unreadable(noAssignment, index + 1)
    if (bare === 'null') {
      omitted.push({ key, line: index + 1, remark: 'null is how a hidden value is printed: store it by hand' })
      continue
    }
    const value =
      single ?? double?.replaceAll(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : `${escaped}`)) ?? bare
    entries.push({ key, line: index + 1, value: value ?? '' })
  }
  return { entries, omitted }
}

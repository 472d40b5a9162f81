import { readFileSync } from 'node:fs'
import { repositoryFiles } from './files.ts'

/** How long the files of the source may be, in lines: the median, nine of ten, and the longest. */
const lines = { median: 45, p90: 110, longest: 230 }

const source = /^(?:apps|packages)\/(?!e2e\/).*\.(?:ts|tsx|mjs)$/
const noSource = /\.test\.tsx?$|\/(?:test|testing|fixtures|conformance)\/|\.d\.ts$/

/** Where the numbers of the tree are not kept: the lengths of files, and what hides a type's mistake. */
export function numbers(): string[] {
  const files = repositoryFiles()
    .filter((file) => source.test(file) && !noSource.test(file))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  return [...lengths(files), ...files.flatMap(casts)]
}

interface Source {
  file: string
  text: string
}

function lengths(files: readonly Source[]): string[] {
  const sorted = files
    .map(({ file, text }) => ({ file, count: text.split('\n').length - 1 }))
    .toSorted((one, other) => one.count - other.count)
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1]?.count ?? 0
  const problems = sorted
    .filter(({ count }) => count > lines.longest)
    .map(({ file, count }) => `${file} has ${count} lines; the longest may have ${lines.longest}`)
  if (at(0.5) > lines.median) problems.push(`the median file has ${at(0.5)} lines; it may have ${lines.median}`)
  if (at(0.9) > lines.p90) problems.push(`nine of ten files have up to ${at(0.9)} lines; they may have ${lines.p90}`)
  return problems
}

/** A type that is claimed (`as`), and a comment that switches the compiler off. The linter refuses `any` and `!`. */
function casts({ file, text }: Source): string[] {
  const code = codeOf(text)
  return [
    ...[
      ...code.matchAll(
        /(?<!\*)\s\bas\s+(?!const\b)(?=[A-Z{[(]|(?:string|number|boolean|unknown|never|object|typeof|keyof|readonly)\b)/g,
      ),
    ]
      .filter(({ index }) => !insideNames(code, index))
      .map(({ index }) => `${file}:${lineOf(code, index)}: a cast: parse or narrow instead`),
    ...[...text.matchAll(/@ts-(?:ignore|expect-error|nocheck)/g)].map(
      ({ index }) => `${file}:${lineOf(text, index)}: the compiler is switched off here`,
    ),
  ]
}

/** Whether a place is among the names of an import or export, where `as` renames. */
function insideNames(code: string, index: number): boolean {
  return /(?:^|\n)(?:import|export)\s[^;'"]*\{[^}]*$/.test(
    code.slice(Math.max(0, code.lastIndexOf('\n\n', index)), index),
  )
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** The text with blanks for comments and for what stands in quotes; lines stay where they are. */
function codeOf(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|(?<![:\\])\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g,
    (part) => part.replace(/[^\n]/g, ' '),
  )
}

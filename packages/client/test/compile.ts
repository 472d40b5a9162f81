import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The strictest a consumer may be. `skipLibCheck` stays off but where the sources of the package are in the way. */
export const strictest = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2022',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
}

/**
 * Checks files of TypeScript in `dir` with the compiler at `tsc`, under Node. Answers with the errors of each file that
 * has some, and under the empty name those that belong to none of them.
 */
export function compile(options: {
  dir: string
  tsc: string
  files: Record<string, string>
  compilerOptions: Record<string, unknown>
}): Record<string, string[]> {
  const { dir, tsc, files, compilerOptions } = options
  mkdirSync(dir, { recursive: true })
  for (const [name, code] of Object.entries(files)) writeFileSync(join(dir, name), code)
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }))
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], {
    cwd: dir,
    encoding: 'utf8',
  })
  const found: Record<string, string[]> = {}
  for (const line of stdout.split('\n').filter((each) => /error TS\d+:/.test(each))) {
    const file = line.slice(0, line.indexOf('('))
    const key = Object.hasOwn(files, file) ? file : ''
    found[key] = [...(found[key] ?? []), line]
  }
  if (status !== 0 && Object.keys(found).length === 0) throw new Error(`the compiler failed: ${stdout}`)
  return found
}

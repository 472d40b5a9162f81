import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The strictest a consumer may be: with `skipLibCheck` off, our declarations are checked too. */
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

/** The same where the package's name leads to its source, which is checked by its own settings elsewhere. */
export const asSource = { ...strictest, lib: ['es2024'], allowImportingTsExtensions: true, skipLibCheck: true }

/**
 * Checks files of TypeScript in `dir` with the compiler at `tsc`, under Node. Answers with the errors of each file that
 * has some, and under the empty name those of the built client and of the settings. What is not ours is not judged:
 * tRPC's declarations do not pass without the types of `ws` and of a browser.
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
  for (const line of stdout.split('\n')) {
    const [, file = ''] = /^([^(]+)\(\d+,\d+\): error TS/.exec(line) ?? []
    const ofClient = line.startsWith('error TS') || file.includes('/@app-connections/client/dist/')
    const key = Object.hasOwn(files, file) ? file : ofClient ? '' : undefined
    if (key !== undefined) found[key] = [...(found[key] ?? []), line]
  }
  if (status !== 0 && !/error TS\d+:/.test(stdout)) throw new Error(`the compiler failed: ${stdout}`)
  return found
}

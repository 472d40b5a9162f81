import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** Where this folder is, and what the programs in it make. */
export const here = import.meta.dirname
export const made = join(here, 'dist')

/** The entry of each installed program, in its package. None sends data to its maker. */
const entries = {
  spectral: '@stoplight/spectral-cli/dist/index.js',
  redocly: '@redocly/cli/bin/cli.js',
  'openapi-typescript': 'openapi-typescript/bin/cli.js',
  'openapi-ts': '@hey-api/openapi-ts/bin/run.js',
  tsc: 'typescript/bin/tsc',
}

/** Runs an installed program in this folder and returns its exit code and output. */
export function program(name: keyof typeof entries, args: readonly string[]) {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
  const script = join(here, 'node_modules', entries[name])
  return new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { cwd: here, env, maxBuffer: 64 * 1024 * 1024 },
      (error, output, errors) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output, errors })
      },
    )
  })
}

/** The same, and throws where the program fails. */
export async function succeed(name: keyof typeof entries, args: readonly string[]): Promise<string> {
  const { code, output, errors } = await program(name, args)
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output}\n${errors}`)
  return output
}

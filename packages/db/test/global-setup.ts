import type { TestProject } from 'vitest/node'
import { type PostgresServer, PostgresUnavailableError, startPostgres } from './testing.ts'

/**
 * vitest's `globalSetup`: starts one PostgreSQL for a package's tests and provides its address as `postgresUrl`.
 * Where none can run it provides '', but fails the run on linux-x64, where the npm package should have run,
 * unless ALLOW_SKIP names `postgresql`.
 */
export default async function setup(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const server = await startUnlessExcused({
    start: startPostgres,
    platform: `${process.platform}-${process.arch}`,
    allowSkip: process.env.ALLOW_SKIP ?? '',
    warn: (message) => process.stderr.write(`${message}\n`),
  })
  project.provide('postgresUrl', server?.url ?? '')
  return async () => server?.stop()
}

export interface StartUnlessExcusedOptions {
  readonly start: () => Promise<PostgresServer>
  /** For example `linux-x64`. */
  readonly platform: string
  /** Names separated by commas or spaces. */
  readonly allowSkip: string
  readonly warn: (message: string) => void
}

/** Undefined, after a warning, where no PostgreSQL can run and that is excused; else throws what `start` threw. */
export async function startUnlessExcused(options: StartUnlessExcusedOptions): Promise<PostgresServer | undefined> {
  const { start, platform, allowSkip, warn } = options
  try {
    return await start()
  } catch (error) {
    const excused = platform !== 'linux-x64' || allowSkip.split(/[\s,]+/).includes('postgresql')
    if (!(error instanceof PostgresUnavailableError) || !excused) throw error
    warn(`Tests on a real PostgreSQL do not run: ${error.message}`)
    return undefined
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import startPostgres from './global-setup.ts'

type Project = Pick<TestProject, 'provide'>

/**
 * vitest's `globalSetup` for suites that run on both engines: a PostgreSQL, as `global-setup.ts` starts it, and one
 * data directory of PGlite to copy from, since making one takes seconds and copying it does not.
 */
export default async function setup(project: Project): Promise<() => Promise<void>> {
  const [removeTemplate, stopPostgres] = await Promise.all([makeTemplate(project), startPostgres(project)])
  return async () => {
    await Promise.all([removeTemplate(), stopPostgres()])
  }
}

async function makeTemplate(project: Project): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'app-connections-template-'))
  const lite = new PGlite(join(folder, 'postgres'))
  await lite.waitReady
  await dropTemplates(lite)
  await lite.close()
  project.provide('pgliteTemplate', join(folder, 'postgres'))
  return () => rm(folder, { recursive: true, force: true })
}

/** Two of its three databases are there to copy from, which nobody does: without them a copy is made in half the time. */
async function dropTemplates(lite: PGlite): Promise<void> {
  await lite.exec(`update pg_database set datistemplate = false where datname in ('template0', 'template1')`)
  await lite.exec('drop database template0')
  await lite.exec('drop database template1')
  await lite.exec('checkpoint')
}

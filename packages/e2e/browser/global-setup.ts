import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { artifacts } from '../test/watched-page.ts'
import type {} from './site.ts'
import { startSite } from './start-site.ts'

/** vitest's `globalSetup`: starts the demo that every test of this folder visits, and says where the pictures are. */
export default async function setup(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  await rm(artifacts, { recursive: true, force: true })
  const { site, stop } = await startSite()
  project.provide('site', site)
  return async () => {
    await stop()
    process.stdout.write(`Screenshots: ${artifacts}\n`)
  }
}

import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
export const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** A new directory within the package, where its own name leads to its source. Git ignores it. */
export function makeDir(): string {
  const artifacts = join(root, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  return mkdtempSync(join(artifacts, 'consumer-'))
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile, strictest } from './compile.ts'
import { readmeExamples } from './readme.ts'
import { type Service, startService } from './service.ts'

const root = join(import.meta.dirname, '..')
const examples = readmeExamples()

describe('the examples of the README', () => {
  let service: Service
  let dir: string
  beforeAll(async () => {
    // Within the package, where its own name leads to its source.
    dir = mkdtempSync(join(root, '.readme-'))
    service = await startService()
  }, 60_000)
  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true })
    await service.close()
  })

  it('compile', () => {
    const errors = compile({
      dir,
      tsc: join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      files: Object.fromEntries(examples.map(({ name, code }) => [name, code])),
      compilerOptions: { ...strictest, lib: ['es2024'], allowImportingTsExtensions: true, skipLibCheck: true },
    })
    expect(errors).toEqual({})
  })

  it('do what they say against the running service and its sandbox', async () => {
    for (const { name, prints } of examples) {
      const child = spawn(process.execPath, [join(dir, name)], { env: service.variables })
      const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' })
      expect(stdout).toMatch(prints)
    }
  })
})

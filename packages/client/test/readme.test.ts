import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSource, compile } from './compile.ts'
import { readmeExamples, runExample } from './readme.ts'
import { type Service, startService } from './service.ts'
import { makeDir, tsc } from './workplace.ts'

const examples = readmeExamples()

describe('the examples of the README', () => {
  let service: Service | undefined
  const dir = makeDir()
  beforeAll(async () => {
    service = await startService()
  })
  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true })
    await service?.close()
  })

  it('compile', () => {
    const files = Object.fromEntries(examples.map(({ name, code }) => [name, code]))
    expect(compile({ dir, tsc, files, compilerOptions: asSource })).toEqual({})
  })

  it('do what they say against the running service and its sandbox', async () => {
    for (const { name, prints } of examples) {
      const ran = await runExample(process.execPath, join(dir, name), service?.variables ?? {})
      expect({ name, ...ran }).toEqual({ name, code: 0, stderr: '', stdout: expect.stringMatching(prints) })
    }
  })
})

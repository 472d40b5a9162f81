import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../build/build.ts'
import { asSource, compile, strictest } from './compile.ts'
import { readmeExamples } from './readme.ts'
import { brokenPromises, typeCases } from './type-cases.ts'
import { makeDir, root, tsc } from './workplace.ts'

const ofCases = Object.fromEntries(Object.entries(typeCases).map(([file, { code }]) => [file, code]))

it('the source keeps what the types promise', () => {
  const dir = makeDir()
  try {
    expect(brokenPromises(compile({ dir, tsc, files: ofCases, compilerOptions: asSource }))).toEqual([])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

describe('the built package', () => {
  const dir = makeDir()
  let module: string
  let types: string
  beforeAll(async () => {
    const modules = join(dir, 'node_modules')
    const home = join(modules, '@app-connections', 'client')
    await build(root, join(home, 'dist'))
    const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    writeFileSync(join(home, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }))
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
    mkdirSync(join(modules, '@types'))
    for (const name of ['@trpc', '@types/node']) symlinkSync(join(root, 'node_modules', name), join(modules, name))
    module = readFileSync(join(home, 'dist', 'index.js'), 'utf8')
    types = readFileSync(join(home, 'dist', 'index.d.ts'), 'utf8')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('is one module and one file of declarations, which import tRPC and nothing else', () => {
    expect(importsOf(module)).toEqual(['@trpc/client', '@trpc/server/observable'])
    expect(importsOf(types)).toEqual(['@trpc/client', '@trpc/server'])
  })

  it('has a program of one file that runs and needs nothing else', () => {
    const program = join(dir, 'node_modules', '@app-connections', 'client', 'dist', 'cli.js')
    expect(importsOf(readFileSync(program, 'utf8')).filter((from) => !from?.startsWith('node:'))).toEqual([])
    expect(execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' })).toMatch(
      /^Uses a stored connection/,
    )
  })

  it('weighs less than 5 kB', () => {
    expect(gzipSync(module).length).toBeLessThan(5_000)
  })

  it('keeps what the types promise, to the strictest of consumers', () => {
    expect(brokenPromises(compile({ dir, tsc, files: ofCases, compilerOptions: strictest }))).toEqual([])
  })

  it('has the examples of the README compile', () => {
    const files = Object.fromEntries(readmeExamples().map(({ name, code }) => [name, code]))
    expect(compile({ dir, tsc, files, compilerOptions: strictest })).toEqual({})
  })

  it('has the types of the source, in both directions', () => {
    expect(compile({ dir, tsc, files: { 'same.ts': same }, compilerOptions: asSource })).toEqual({})
  })
})

/** What a module imports; `'import'` as a text is none. */
function importsOf(text: string): (string | undefined)[] {
  const found = [...text.matchAll(/\bfrom\s*["']([^"']+)["']|(?<!["'.])\bimport\s*\(?\s*["']([^"']+)["']/g)]
  return found.map(([, from, imported]) => from ?? imported).sort()
}

/** Assigns what the one knows to what the other knows, and back. */
const same = `import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type * as built from '@app-connections/client'
import type * as source from '../../src/index.ts'

type Calls<Router extends source.AppRouter | built.AppRouter> = [inferRouterInputs<Router>, inferRouterOutputs<Router>]
type OfBuilt = [built.Connection, built.SingleConnection, built.ServiceError, built.ClientOptions, built.ErrorBody]
type OfSource = [source.Connection, source.SingleConnection, source.ServiceError, source.ClientOptions, source.ErrorBody]

export function mirror(fromBuilt: [Calls<built.AppRouter>, OfBuilt], fromSource: [Calls<source.AppRouter>, OfSource]) {
  const toSource: [Calls<source.AppRouter>, OfSource] = fromBuilt
  const toBuilt: [Calls<built.AppRouter>, OfBuilt] = fromSource
  return [toSource, toBuilt]
}
`

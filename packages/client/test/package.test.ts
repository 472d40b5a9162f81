import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../build/build.ts'
import { compile, strictest } from './compile.ts'
import { readmeExamples } from './readme.ts'
import { brokenPromises, typeCases } from './type-cases.ts'

const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const ofCases = Object.fromEntries(Object.entries(typeCases).map(([file, { code }]) => [file, code]))

it('the source keeps what the types promise', () => {
  const dir = mkdtempSync(join(root, '.types-'))
  try {
    const compilerOptions = { ...strictest, lib: ['es2024'], allowImportingTsExtensions: true, skipLibCheck: true }
    expect(brokenPromises(compile({ dir, tsc, files: ofCases, compilerOptions }))).toEqual([])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

describe('the built package', () => {
  let dir: string
  let module: string
  let types: string
  beforeAll(async () => {
    dir = mkdtempSync(join(root, '.consumer-'))
    const home = join(dir, 'node_modules', '@app-connections', 'client')
    await build(root, join(home, 'dist'))
    const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    writeFileSync(join(home, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }))
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
    mkdirSync(join(dir, 'node_modules', '@types'))
    symlinkSync(join(root, 'node_modules', '@trpc'), join(dir, 'node_modules', '@trpc'))
    symlinkSync(join(root, 'node_modules', '@types', 'node'), join(dir, 'node_modules', '@types', 'node'))
    module = readFileSync(join(home, 'dist', 'index.js'), 'utf8')
    types = readFileSync(join(home, 'dist', 'index.d.ts'), 'utf8')
  }, 60_000)
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  const imported = (text: string) =>
    [...text.matchAll(/\bfrom ["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/g)].map(([, a, b]) => a ?? b)

  it('is one module and one file of declarations, which import tRPC and nothing else', () => {
    expect(imported(module).sort()).toEqual(['@trpc/client', '@trpc/server/observable'])
    expect(imported(types).sort()).toEqual(['@trpc/client', '@trpc/server'])
    for (const text of [module, types]) expect(text).not.toMatch(/from ["']@app-connections|\bzod\b|kysely/)
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
    const same = `import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type * as built from '@app-connections/client'
import type * as source from '../src/index.ts'
type Both<Router extends source.AppRouter | built.AppRouter> = { in: inferRouterInputs<Router>; out: inferRouterOutputs<Router> }
declare let ofBuilt: [Both<built.AppRouter>, built.Connection, built.SingleConnection, built.ServiceError, built.ClientOptions, built.Issue]
declare let ofSource: [Both<source.AppRouter>, source.Connection, source.SingleConnection, source.ServiceError, source.ClientOptions, source.Issue]
ofBuilt = ofSource
ofSource = ofBuilt
`
    const compilerOptions = { ...strictest, lib: ['es2024'], allowImportingTsExtensions: true, skipLibCheck: true }
    expect(compile({ dir, tsc, files: { 'same.ts': same }, compilerOptions })).toEqual({})
  })
})

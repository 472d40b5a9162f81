import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { compile, strictest } from '../test/compile.ts'
import { readmeExamples, runExample } from '../test/readme.ts'
import { startService } from '../test/service.ts'
import { brokenPromises, typeCases } from '../test/type-cases.ts'
import { installed, installTarball, pack, program, run } from './tarball.ts'

const here = import.meta.dirname
const place = join(here, 'artifacts')

/** What a consumer may have set, besides the compiler. */
const settings = {
  'as a program of Node': strictest,
  'as a page behind a bundler': {
    ...strictest,
    ...{ module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'], types: [] },
  },
}

/** Runs every check, of which none stops the others, and says whether all passed. `starter` is a second Node to run on. */
export async function runChecks(starter: string): Promise<boolean> {
  let passed = 0
  let failed = 0
  const check = async (sentence: string, body: () => void | Promise<void>) => {
    try {
      await body()
      passed += 1
      process.stdout.write(`ok      ${sentence}\n`)
    } catch (error) {
      failed += 1
      process.stdout.write(`FAILED  ${sentence}\n${error instanceof Error ? error.message : error}\n`)
    }
  }

  rmSync(place, { recursive: true, force: true })
  const { tarball, files, manifest } = pack(place)
  process.stdout.write('\nThe client, as installed from its tarball:\n')
  await check('the tarball holds the build, the README and the licence, and nothing else', () => {
    deepEqual(files, ['LICENSE', 'README.md', 'dist/cli.js', 'dist/index.d.ts', 'dist/index.js', 'package.json'])
  })
  await check('the manifest may be published and leads to the build alone', () => {
    equal(manifest.private, undefined)
    for (const word of ['workspace:', 'catalog:', './src']) equal(JSON.stringify(manifest).includes(word), false, word)
    deepEqual(Object.keys(Object(manifest.dependencies)), ['@trpc/client', '@trpc/server'])
  })
  await check('publint finds nothing', () => {
    match(run(program('publint'), ['run', tarball, '--strict']), /All good!/)
  })
  await check('attw finds nothing, for a package that is ESM only', () => {
    const said = run(program('attw'), [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-emoji'])
    match(said, /node16 \(from ESM\).*OK \(ESM\)/)
  })
  await check('it installs, and what is installed is what was packed', () => {
    installTarball(tarball)
    deepEqual(installed('dist/index.js'), readFileSync(join(here, '..', 'dist', 'index.js'), 'utf8'))
    deepEqual(installed('dist/index.d.ts'), readFileSync(join(here, '..', 'dist', 'index.d.ts'), 'utf8'))
  })

  const examples = readmeExamples()
  let compiled = ''
  for (const [compiler, version] of compilers()) {
    const tsc = join(here, 'node_modules', compiler, 'bin', 'tsc')
    for (const [how, compilerOptions] of Object.entries(settings)) {
      await check(`TypeScript ${version}, ${how}: the types promise what they must`, () => {
        const files = Object.fromEntries(Object.entries(typeCases).map(([name, { code }]) => [name, code]))
        deepEqual(brokenPromises(compile({ dir: join(place, 'cases'), tsc, files, compilerOptions })), [])
      })
    }
    await check(`TypeScript ${version}: the examples of the README compile`, () => {
      const files = Object.fromEntries(examples.map(({ name, code }) => [name, code]))
      compiled ||= join(place, 'readme', version)
      const compilerOptions = { ...strictest, noEmit: false, outDir: version }
      deepEqual(compile({ dir: join(place, 'readme'), tsc, files, compilerOptions }), {})
    })
  }

  const nodes = [...new Set([process.execPath, starter])]
  for (const node of nodes) {
    const version = run(node, ['--version']).trim()
    // Each against a service of its own: the examples create what must not exist yet.
    const service = await startService()
    for (const { name, prints } of examples) {
      await check(`Node ${version}: ${name} does what it says against the running service`, async () => {
        const script = join(compiled, name.replace('.ts', '.js'))
        const { stdout, ...rest } = await runExample(node, script, service.variables)
        deepEqual(rest, { code: 0, stderr: '' })
        match(stdout, prints)
      })
    }
    await service.close()
  }
  rmSync(place, { recursive: true, force: true })
  process.stdout.write(`client conformance: ${passed} passed, ${failed} failed\n`)
  return failed === 0
}

/** The folders of the compilers with their versions. */
function compilers(): [string, string][] {
  return ['typescript-5', 'typescript'].map((name) => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8'),
    )
    return [name, manifest.version]
  })
}

import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beyondTheLimit } from './third-provider/limit.ts'
import { app, files, lines } from './third-provider/made-up.ts'
import { add, changesOf, scratchCopy } from './third-provider/scratch.ts'

// Adds a made-up provider to a copy of the tree and holds the copy to what the tree itself is held to: what a provider
// costs (docs/architecture.md) stays one schema file, one folder and two lines. The copy is thrown away.

/** The types of all that knows the apps: one program where the settings are the same, and the pages, which have their own. */
const oneProgram = {
  extends: './tsconfig.base.json',
  include: [
    ...['packages/schemas/src', 'packages/providers/src', 'packages/providers/test', 'packages/api/src'],
    ...['packages/api/test', 'apps/server/src', 'apps/server/test'],
  ],
}

const steps: readonly [name: string, place: string, command: readonly [string, ...string[]]][] = [
  ['format and lint', '.', ['biome', 'check', ...Object.keys(files), ...Object.keys(lines)]],
  ['types', '.', ['tsc', '-p', 'third.json']],
  ['types of the pages', 'apps/web', ['tsc', '-p', 'tsconfig.json']],
  ['rules', '.', ['node', '.ci/check.ts', 'rules']],
  ['the contract of a provider', 'packages/providers', ['vitest', 'run', 'test/contract.test.ts', '-t', app]],
  ['the API, as documented', 'apps/server', ['vitest', 'run', 'test/openapi', 'src/log.test.ts', '--maxWorkers=1']],
  ['the forms', 'apps/web', ['vitest', 'run', 'src/components/connections']],
]

const scratch = scratchCopy()
try {
  add(scratch, files, lines)
  const problems = beyondTheLimit(app, changesOf(scratch))
  writeFileSync(join(scratch, 'third.json'), JSON.stringify(oneProgram))
  for (const [name, place, command] of problems.length > 0 ? [] : steps) problems.push(...run(name, place, command))
  process.stdout.write(problems.join('\n'))
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** What a step said where it failed. */
function run(name: string, place: string, [program, ...args]: readonly [string, ...string[]]): string[] {
  const path = [join(scratch, place, 'node_modules/.bin'), resolve('node_modules/.bin'), process.env.PATH]
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: join(scratch, place),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', PATH: path.join(':') },
  })
  return status === 0 ? [] : [`a third provider breaks ${name}:`, stdout, stderr]
}

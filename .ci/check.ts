import { spawn } from 'node:child_process'
import { boundaries } from './boundaries.ts'
import { documents } from './documents.ts'
import { climbs } from './floors.ts'
import { numbers } from './numbers.ts'
import { plantedWaysOut } from './planted-ways-out.ts'
import { plantedWords } from './planted-words.ts'
import { statements } from './statements.ts'

// `npm run check`: format, lint, types, the rules of packages and floors, dead exports, dead paths in documents, and what a
// provider costs. No database but those that the last of these starts for its tests.

const programs: [string, string[]][] = [
  ['format and lint', ['biome', 'check', '.']],
  ['types', ['turbo', 'run', 'types', '--concurrency=2', '--output-logs=errors-only']],
  ['dead exports', ['knip', '--no-progress']],
  ['a third provider', ['turbo', 'run', '//#third-provider', '--output-logs=errors-only']],
]
const rules: [string, () => string[]][] = [
  ['package boundaries', boundaries],
  ['planted words of providers', plantedWords],
  ['planted ways out', plantedWaysOut],
  ['floors and circles', climbs],
  ['lengths and casts', numbers],
  ['an organization for every statement', statements],
  ['paths in documents', documents],
]

// A copy of the tree with one more provider is held to the rules alone: `.ci/third-provider.ts` runs the rest itself.
const rulesAlone = process.argv[2] === 'rules'

let failures = 0
for (const [name, command] of rulesAlone ? [] : programs) report(name, await run(command))
for (const [name, rule] of rules) report(name, rule().join('\n'))
const total = (rulesAlone ? 0 : programs.length) + rules.length
say(`${total - failures} passed, ${failures} failed`)
process.exit(failures === 0 ? 0 : 1)

function report(name: string, problems: string): void {
  if (problems !== '') failures += 1
  say(problems === '' ? `ok      ${name}` : `FAILED  ${name}\n${problems}`)
}

/** What the program said where it failed, else nothing. */
function run([program = '', ...args]: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code) => resolve(code === 0 ? '' : said || `${program} ended with ${code}`))
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

import { findings } from './findings.ts'

// `npm run doctor`: prints what would keep a start from succeeding, each on a line. Exits with 1 where a start would
// fail.

const found = await findings(process.env)
for (const { kind, words } of found) process.stdout.write(`${kind.padEnd(6)} ${words}\n`)
process.exit(found.some(({ kind }) => kind === 'wrong') ? 1 : 0)

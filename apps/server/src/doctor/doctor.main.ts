import { findings } from './findings.ts'

// `npm run doctor`: what a start would stumble over, a line each. Ends with 1 where a start would fail.

const found = await findings(process.env)
for (const { kind, words } of found) process.stdout.write(`${kind.padEnd(6)} ${words}\n`)
process.exit(found.some(({ kind }) => kind === 'wrong') ? 1 : 0)

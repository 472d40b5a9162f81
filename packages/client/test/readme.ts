import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** The examples of the README in their order, each a program of its own, and what it must print. */
export function readmeExamples(): { name: string; code: string; prints: RegExp }[] {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  const codes = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  if (codes.length !== prints.length) throw new Error(`the README has ${codes.length} examples, not ${prints.length}`)
  return codes.map((code, index) => ({ name: `readme-${index + 1}.ts`, code, prints: prints[index] ?? /$^/ }))
}

/** Runs an example to its end by the Node at `node`, with nothing but its own variables in its environment. */
export async function runExample(node: string, script: string, variables: Record<string, string>) {
  const child = spawn(node, [script], { env: variables })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, stdout, stderr }
}

const prints = [
  /^true \{\}\n$/,
  /^422 ValidationFailure validationFailed\n(?=(?:.*\n)*name: .+\n)(?=(?:.*\n)*credentials\.authToken: Auth Token required\n)/,
  /^no answer\n$/,
  /^shop \(heroku\), credential number 1\n\[ 'shop' \]\n$/,
]

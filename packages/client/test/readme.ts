import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The examples of the README in their order, each a program of its own, and what it must print. */
export function readmeExamples(): { name: string; code: string; prints: RegExp }[] {
  const text = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  const codes = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  if (codes.length !== prints.length) throw new Error(`the README has ${codes.length} examples, not ${prints.length}`)
  return codes.map((code, index) => ({ name: `readme-${index + 1}.ts`, code, prints: prints[index] ?? /$^/ }))
}

const prints = [
  /^true \{\}\n$/,
  /^422 ValidationFailure\n(?:.*\n)*name: .+\n(?:.*\n)*credentials\.authToken: Auth Token required\n|^422 ValidationFailure\n(?:.*\n)*credentials\.authToken: Auth Token required\n(?:.*\n)*name: .+\n/,
  /^no answer\n$/,
  /^shop \(heroku\), credential number 1\n\[ 'shop' \]\n$/,
]

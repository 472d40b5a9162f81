import type { AppFacts } from '../packages/schemas/src/apps/facts.ts'
import { apps } from '../packages/schemas/src/apps/index.ts'

/** Files of ours that may say the words of every provider: the registries, and what is built around one platform. */
const everywhere = [
  'packages/schemas/src/apps/index.ts',
  'packages/providers/src/registry.ts',
  'packages/e2e/',
  'packages/bench/',
  'apps/launcher/',
]

/** Words of a platform that are no facts of its schema file. */
const moreWords: Partial<Record<string, RegExp>> = { heroku: /heroku|hrku|dyno/i }

/** The rooms of one provider. */
function roomsOf(app: string): string[] {
  return [`packages/schemas/src/apps/${app}.ts`, `packages/providers/src/${app}/`, `packages/${app}-sandbox/`]
}

/**
 * What belongs to one provider, as its schema file says: its name as a text or a property, its variables, and the names of
 * its methods and secret fields. A name is looked for as a whole, since it may be an English word, or one of React's.
 */
function patternsOf({ app, name, methods, fields }: AppFacts): RegExp[] {
  const texts = [app, name, ...methods.map(({ method }) => method)].map(escaped).join('|')
  const properties = Object.keys(fields).map(escaped).join('|')
  return [
    new RegExp(`(?<!\\[)(['"\`])(?:${texts})\\1`),
    new RegExp(`\\.${escaped(app)}\\b(?!\\s*\\()`),
    new RegExp(`\\b${escaped(app.toUpperCase().replaceAll('-', '_'))}_[A-Z]`),
    new RegExp(`\\b(?:${properties})\\b`),
    ...[moreWords[app] ?? []].flat(),
  ]
}

function escaped(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

const known: readonly { facts: AppFacts; patterns: RegExp[] }[] = Object.values(apps).map((facts) => ({
  facts,
  patterns: patternsOf(facts),
}))

/** Words of a provider that stand outside its rooms. */
export function providerWords(file: string, text: string): string[] {
  if (everywhere.some((place) => file.startsWith(place))) return []
  return known.flatMap(({ facts, patterns }) => {
    if (roomsOf(facts.app).some((room) => file.startsWith(room))) return []
    const found = patterns.map((pattern) => pattern.exec(text)?.[0]).filter((word) => word !== undefined)
    return found.map((word) => `${file}: ${word} belongs to ${facts.name}, and into its own files`)
  })
}

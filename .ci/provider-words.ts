import type { AppFacts } from '../packages/schemas/src/apps/facts.ts'
import { apps } from '../packages/schemas/src/apps/index.ts'

/** Files of ours that may say the words of every provider: the registries, and what is built around one platform. */
const everywhere = [
  'packages/schemas/src/apps/registry.ts',
  'packages/providers/src/registry.ts',
  'packages/client/src/cli/tools.ts',
  'packages/e2e/',
  'packages/bench/',
  'apps/launcher/',
]

/** Words of a platform that are no facts of its schema file. */
const moreWords: Partial<Record<string, RegExp>> = { heroku: /heroku|hrku|dyno/i }

/** The rooms of one provider. */
function roomsOf(app: string): string[] {
  return [
    `packages/schemas/src/apps/${app}.ts`,
    `packages/providers/src/${app}/`,
    `packages/client/src/cli/${app}.ts`,
    `packages/${app}-sandbox/`,
  ]
}

/**
 * What belongs to one provider, as its schema file says: its name as a text, a property, a key, an address or in a
 * sentence, its variables, and the names of its methods and secret fields. A name is looked for as a whole, since it may
 * be an English word, or one of React's.
 */
function patternsOf({ app, name, methods, fields }: AppFacts): RegExp[] {
  // A consent is asked for by a protocol, and its name is everybody's: it is a provider's only as a method's word.
  const own = methods.filter(({ by }) => by === 'secret')
  const labels = Object.values(fields).map((schema) => schema.meta()?.title ?? name)
  const texts = oneOf([app, name, ...own.flatMap((each) => [each.method, each.name]), ...labels])
  const [word, title] = [escaped(app), escaped(name)]
  return [
    new RegExp(`(['"\`])(?:${texts})\\1`),
    new RegExp(`(?<!\\[)(['"\`])(?:${oneOf(methods.map(({ method }) => method))})\\1`),
    new RegExp(`\\.${word}\\b(?!\\s*\\()`),
    new RegExp(`(?<![\\w$.-])${word}\\??:(?!\\s*\\()`),
    new RegExp(`\\{(?:\\s*\\w+,)*\\s*${word}(?=\\s*[,}])`),
    new RegExp(`(?:\\./|apps/|src/|app-connections/)${word}(?=[/.?'"\`])`),
    new RegExp(`(['"\`])(?:(?!\\1)[^\\n])*\\b${title}\\b(?:(?!\\1)[^\\n])*\\1`),
    new RegExp(`>[^<>{}()=;\\n]*\\b${title}\\b[^<>{}()=;\\n]*<`),
    new RegExp(`\\b${escaped(app.toUpperCase().replaceAll('-', '_'))}_[A-Z]`),
    new RegExp(`\\b(?:${oneOf(Object.keys(fields))})\\b`),
    ...[moreWords[app] ?? []].flat(),
  ]
}

function oneOf(words: readonly string[]): string {
  return words.map(escaped).join('|')
}

function escaped(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

const everyApp: readonly AppFacts[] = Object.values(apps)
const known = everyApp.map((facts) => ({ facts, patterns: patternsOf(facts) }))

/** Words of a provider that stand outside its rooms. */
export function providerWords(file: string, text: string): string[] {
  if (everywhere.some((place) => file.startsWith(place))) return []
  const owner = known.find(({ facts }) => roomsOf(facts.app).some((room) => file.startsWith(room)))
  return known.flatMap(({ facts, patterns }) => {
    if (facts === owner?.facts) return []
    const found = patterns.map((pattern) => pattern.exec(text)?.[0]).filter((word) => word !== undefined)
    // Two apps may call a field or a method alike: each says it in its own rooms.
    return found
      .filter((word) => owner === undefined || !owner.patterns.some((pattern) => pattern.test(word)))
      .map((word) => `${file}: ${word} belongs to ${facts.name}, and into its own files`)
  })
}

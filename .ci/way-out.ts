/** Where calls leave the service, or are measured against what does. */
const rooms = /^(?:apps\/server|packages\/(?:api|bench|db|providers))\/src\//

/** What undici calls out with by a default client, where none is named. */
const callers = ['request', 'fetch', 'stream', 'pipeline', 'connect', 'upgrade'] as const

/**
 * Every call out of the service names its own agent: which client a default stands for depends on what else the process
 * has loaded, and a default knows neither the operator's proxies nor our look-ups.
 */
export function wayOut(file: string, text: string): string[] {
  if (!rooms.test(file)) return []
  const problems: string[] = []
  const bench = file.startsWith('packages/bench/')
  if (!bench && /(?<![.\w])fetch\(/.test(text)) problems.push(`${file}: call out with undici and an agent of your own`)
  if (/import\s+(?:\*\s+as\s+\w+|\w+)[^{}'"]*from 'undici'|import\('undici'\)|require\('undici'\)/.test(text)) {
    problems.push(`${file}: import what is needed of undici by its name`)
  }
  if (/\b(?:set|get)GlobalDispatcher\b/.test(text)) problems.push(`${file}: name the dispatcher of each call instead`)
  const imported = [...text.matchAll(/import \{([^}]*)\} from 'undici'/g)].flatMap(([, names = '']) => names.split(','))
  for (const name of imported.map((each) => each.trim())) {
    const [own = '', ...renamed] = name.split(/\s+as\s+/)
    if (!callers.some((caller) => caller === own)) continue
    if (renamed.length > 0) problems.push(`${file}: call undici's ${own} by its own name`)
    else problems.push(...unnamed(own, text).map((problem) => `${file}: ${problem}`))
  }
  return problems
}

/** The calls of a function that do not name their dispatcher first. */
function unnamed(own: string, text: string): string[] {
  const calls = text.matchAll(new RegExp(`(?<![.\\w])${own}\\([^)]*\\{\\s*dispatcher\\b|(?<![.\\w])${own}\\(`, 'g'))
  return [...calls]
    .filter(([call]) => !call.includes('dispatcher'))
    .map(() => `name the dispatcher of the ${own} first`)
}

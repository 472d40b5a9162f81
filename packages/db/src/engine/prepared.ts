/** So many statements are prepared on a connection; more would be texts that are made anew each time, such as lists. */
const mostPrepared = 500

/**
 * Names the statements of a pool, so that PostgreSQL parses and plans each once a connection (the extended protocol's
 * named statements). One that answers `*` has no name: its prepared form would fail once another release adds a column.
 */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined) return known
    if (names.size >= mostPrepared || /(?:select|returning) (?:"\w+"\.)*\*/i.test(text)) return undefined
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
}

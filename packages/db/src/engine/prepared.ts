/** The most statements prepared on a connection. More would be texts that change from call to call, such as lists. */
const mostPrepared = 500

/**
 * Names the statements of a pool, so that each connection parses and plans them once (named statements of the extended
 * protocol). A statement with `*` has no name: its prepared form fails after another release adds a column.
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

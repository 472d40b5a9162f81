import type pg from 'pg'

/** So many statements are prepared on a connection; more would be texts that are made anew each time, such as lists. */
const mostPrepared = 500

/**
 * Lets PostgreSQL parse and plan each statement of a pool once a connection (the extended protocol's named statements).
 * One that answers `*` is left out: its prepared form would fail once another release adds a column.
 */
export function prepareStatements(pool: pg.Pool): void {
  const names = new Map<string, string>()

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (known !== undefined) return known
    if (names.size >= mostPrepared || /(?:select|returning) (?:"\w+"\.)*\*/i.test(text)) return undefined
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }

  pool.on('connect', (client) => {
    const { query } = client
    Object.assign(client, {
      query(...given: unknown[]) {
        const [text, values, ...rest] = given
        const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
        return Reflect.apply(query, client, name === undefined ? given : [{ name, text, values }, ...rest])
      },
    })
  })
}

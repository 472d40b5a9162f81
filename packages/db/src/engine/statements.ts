import type pg from 'pg'

/** How the statements of a connection are sent. */
export interface Sending {
  /** The name under which a statement with parameters is prepared; none: it is planned each time. */
  readonly name: (text: string) => string | undefined
  /** What begins a transaction, given what would begin it otherwise. */
  readonly begin: (begin: string) => string
  /** Hears of every failure. */
  readonly onFailure: (error: unknown) => void
}

/** Lets a connection send its statements in that way. What is no text with its parameters is sent as it is. */
export function sendStatements(client: pg.ClientBase, { name, begin, onFailure }: Sending): void {
  const { query } = client

  function adapted([text, values, ...rest]: readonly unknown[]): readonly unknown[] {
    if (typeof text !== 'string') return [text, values, ...rest]
    if (Array.isArray(values) && values.length > 0) {
      const named = name(text)
      return named === undefined ? [text, values, ...rest] : [{ name: named, text, values }, ...rest]
    }
    return [/^(?:begin|start transaction)\b/.test(text) ? begin(text) : text, values, ...rest]
  }

  Object.assign(client, {
    query(...given: unknown[]) {
      const answer: unknown = Reflect.apply(query, client, adapted(given))
      if (!(answer instanceof Promise)) return answer
      return answer.catch((error: unknown) => {
        onFailure(error)
        throw error
      })
    },
  })
}

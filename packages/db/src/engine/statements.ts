import type pg from 'pg'

/** How the statements of a connection are sent. */
export interface Sending {
  /** The name under which a statement with parameters is prepared. Undefined: it is planned each time. */
  readonly name: (text: string) => string | undefined
  /** The statement that begins a transaction, from the usual one. */
  readonly begin: (begin: string) => string
  /** Called at every failure. */
  readonly onFailure: (error: unknown) => void
}

/** Makes a connection send its statements so. Anything but a text with parameters is sent unchanged. */
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

import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate as others } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'

/** How many entries of a list are serialized at once, so that no other request waits for long. */
const atOnce = 100

/** An answer that its client has not read after so long, in milliseconds, is aborted. */
const takenWithinMs = 120_000

/** The mark of a list in a text. No caller can know its id. */
const mark = /"long-list ([0-9a-f-]{36})"/

/** Lists that are too long to serialize at once. An answer holds marks in their places until it is sent. */
export class LongLists {
  readonly #lists = new Map<string, readonly unknown[]>()

  /** The data, or a copy of it with a mark in place of a long list: of the data itself, or of one of its fields. */
  marked(data: unknown): unknown {
    if (isLong(data)) return this.#mark(data)
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return data
    const long = Object.entries(data).flatMap(([key, value]) => (isLong(value) ? [[key, this.#mark(value)]] : []))
    return long.length === 0 ? data : { ...data, ...Object.fromEntries(long) }
  }

  get any(): boolean {
    return this.#lists.size > 0
  }

  /** A JSON text with the lists in place of their marks. The lists are serialized in parts, while the text is read. */
  filledIn(text: string): Readable {
    return Readable.from(this.#pieces(text), { objectMode: false })
  }

  #mark(list: readonly unknown[]): string {
    const id = randomUUID()
    this.#lists.set(id, list)
    return `long-list ${id}`
  }

  async *#pieces(text: string) {
    for (const [at, piece] of text.split(mark).entries()) {
      // Every second piece is what was between the parentheses of the mark.
      if (at % 2 === 0) yield piece
      else yield* partsOf(this.#lists.get(piece), piece)
    }
  }
}

async function* partsOf(list: readonly unknown[] | undefined, id: string) {
  if (list === undefined) {
    yield `"long-list ${id}"`
    return
  }
  for (let at = 0; at < list.length; at += atOnce) {
    if (at > 0) await others()
    const part = JSON.stringify(list.slice(at, at + atOnce)).slice(1, -1)
    yield `${at === 0 ? '[' : ','}${part}`
  }
  yield ']'
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > atOnce
}

/**
 * A promise that resolves when the answer has been sent, or never will be. An answer that is not read in time is
 * aborted.
 */
export function answered({ raw }: FastifyReply): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      if (raw.closed) return resolve()
      const timer = setTimeout(() => raw.destroy(), takenWithinMs)
      raw.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
    })
}

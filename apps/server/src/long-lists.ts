import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate as others } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'

/** So many entries of a list are written as text at a stretch: nobody waits for long meanwhile. */
const atOnce = 100

/** An answer that its caller has not taken after so long, in milliseconds, is broken off. */
const takenWithinMs = 120_000

/** What stands for a list in a text; no caller can know the id of one. */
const mark = /"long-list ([0-9a-f-]{36})"/

/** Lists that are too long to be written as text at a stretch: an answer holds marks in their places until it is sent. */
export class LongLists {
  readonly #lists = new Map<string, readonly unknown[]>()

  /** The data itself, or a copy with a mark where it, or one of its fields, is a long list. */
  marked(data: unknown): unknown {
    if (isLong(data)) return this.#mark(data)
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return data
    const long = Object.entries(data).flatMap(([key, value]) => (isLong(value) ? [[key, this.#mark(value)]] : []))
    return long.length === 0 ? data : { ...data, ...Object.fromEntries(long) }
  }

  get any(): boolean {
    return this.#lists.size > 0
  }

  /** A text of JSON with the lists in place of their marks. They are written as the text is read, a part at a time. */
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
      // Each second piece is what was between the parentheses of the mark.
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

/** What resolves when an answer has been sent, or will not be. One that nobody takes in time is broken off. */
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

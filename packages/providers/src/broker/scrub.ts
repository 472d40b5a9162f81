import { regionsOf } from './regions.ts'
import { createSearch, type Span } from './search.ts'
import { escapesItself, hexValue, longestEscape, readSpelling, type Spelling, spellingsOf } from './secret-forms.ts'

/** Stands for each byte of a secret that was taken out, so that a length that was promised stays true. */
const mask = 0x2a

export interface Scrubber {
  /** Takes the next bytes and gives those that can go on; what may be the beginning of a secret waits. */
  push(bytes: Buffer): Buffer
  /** Gives what still waits. */
  end(): Buffer
  /** Whether anything was taken out so far. */
  readonly found: boolean
}

/**
 * Takes secrets out of a stream of bytes, however they are spelt (`spellingsOf`) and wherever it is cut. Keeps no more
 * than one spelling's length back. Long texts are looked for by the engine's own search; only where an escape stands
 * are bytes looked at one by one.
 */
export function createScrubber(secrets: readonly string[]): Scrubber {
  const spellings = secrets.flatMap(spellingsOf)
  const longest = Math.max(0, ...spellings.map(({ length }) => length)) * longestEscape
  const meant = bytesOf(spellings)
  const firsts = bytesOf([Buffer.of(0x25, 0x5c), ...spellings.map((spelling) => spelling.subarray(0, 1))])
  const within = bytesOf([...spellings, Buffer.from('%\\u0123456789abcdefABCDEF')])
  const shortest = Math.min(...spellings.map(({ length }) => length))
  const search = createSearch(spellings)
  let waiting = Buffer.alloc(0)
  let found = false

  /** Every secret in the bytes, in order, none within another. */
  function spans(bytes: Buffer): Span[] {
    const all = regionsOf(bytes, within, shortest).flatMap(({ start: from, end: to }) => {
      const region = from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to)
      const found = [...search(region), ...escaped(region, { spellings, meant, firsts, longest })]
      return found.map(({ start, end }) => ({ start: start + from, end: end + from }))
    })
    const ordered = all.sort((a, b) => a.start - b.start || b.end - a.end)
    let reached = 0
    return ordered.filter(({ start, end }) => {
      const apart = start >= reached
      reached = Math.max(reached, end)
      return apart
    })
  }

  /** Where a secret may begin whose end has not come yet; the length where none does. */
  function beginning(bytes: Buffer, from: number): number {
    for (let at = Math.max(from, bytes.length - longest); at < bytes.length; at += 1) {
      if (firsts[bytes[at] ?? 0] === 0) continue
      if (spellings.some((spelling) => readSpelling(bytes, at, spelling) === 'cut')) return at
    }
    return bytes.length
  }

  return {
    push(more) {
      const bytes = waiting.length === 0 ? more : Buffer.concat([waiting, more])
      const secretsHere = spans(bytes)
      const keep = beginning(bytes, secretsHere.at(-1)?.end ?? 0)
      waiting = Buffer.from(bytes.subarray(keep))
      found ||= secretsHere.length > 0
      return without(bytes.subarray(0, keep), secretsHere)
    },
    end() {
      const rest = waiting
      waiting = Buffer.alloc(0)
      return rest
    },
    get found() {
      return found
    },
  }
}

function without(bytes: Buffer, spans: readonly Span[]): Buffer {
  if (spans.length === 0) return bytes
  const starts = [0, ...spans.map(({ end }) => end)]
  const pieces = starts.flatMap((start, index) => {
    const span = spans[index]
    return span === undefined
      ? [bytes.subarray(start)]
      : [bytes.subarray(start, span.start), Buffer.alloc(span.end - span.start, mask)]
  })
  return Buffer.concat(pieces)
}

/** Which bytes stand in texts, as 1 at their place. */
function bytesOf(texts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(256)
  for (const text of texts) for (const byte of text) bytes[byte] = 1
  return bytes
}

interface Sought {
  readonly spellings: readonly Spelling[]
  /** The bytes that an escape may mean, and those that a spelling may begin with, escaped or not. */
  readonly meant: Uint8Array
  readonly firsts: Uint8Array
  readonly longest: number
}

/** Spellings of which some byte is escaped: they are within reach of an escape that means one of their bytes. */
function escaped(bytes: Buffer, { spellings, meant, firsts, longest }: Sought): Span[] {
  const spans: Span[] = []
  let looked = 0
  function lookNear(escapeAt: number) {
    for (let at = Math.max(looked, escapeAt - longest); at <= escapeAt; at += 1) {
      if (firsts[bytes[at] ?? 0] === 0) continue
      for (const spelling of spellings) {
        const end = readSpelling(bytes, at, spelling)
        if (typeof end === 'number') spans.push({ start: at, end })
      }
    }
    looked = escapeAt + 1
  }
  for (let at = bytes.indexOf(0x25); at !== -1; at = bytes.indexOf(0x25, at + 1)) {
    if (meant[hexAt(bytes, at + 1)] === 1) lookNear(at)
  }
  looked = 0
  for (let at = bytes.indexOf(0x5c); at !== -1; at = bytes.indexOf(0x5c, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next === 0x75 ? meant[hexAt(bytes, at + 4)] === 1 : escapesItself(next) && meant[next] === 1) lookNear(at)
  }
  return spans
}

function hexAt(bytes: Buffer, at: number): number {
  return hexValue(bytes[at]) * 16 + hexValue(bytes[at + 1])
}

import type { Spelling } from './secret-forms.ts'

/** Where a text stands in bytes: from its first byte to the one after its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** From so many bytes on a table of what to skip is worth being made. */
const manyBytes = 32_768

/** A search for several texts at once: by the engine's own in few bytes, else by one that skips. */
export function createSearch(texts: readonly Spelling[]): (bytes: Buffer) => Span[] {
  let skipping: ((bytes: Uint8Array) => Span[]) | undefined
  return (bytes) => {
    if (bytes.length < manyBytes && skipping === undefined) return texts.flatMap((text) => spansOf(bytes, text))
    skipping ??= createSkipping(texts)
    return skipping(bytes)
  }
}

function spansOf(bytes: Buffer, text: Spelling): Span[] {
  const spans: Span[] = []
  for (let start = bytes.indexOf(text); start !== -1; start = bytes.indexOf(text, start + 1)) {
    spans.push({ start, end: start + text.length })
  }
  return spans
}

/**
 * Skips as many bytes as the shortest text is long (Wu and Manber's method, over pairs of bytes): the longer the texts,
 * the fewer bytes it looks at.
 */
function createSkipping(texts: readonly Spelling[]): (bytes: Uint8Array) => Span[] {
  const window = Math.min(255, ...texts.map(({ length }) => length))
  const skips = new Uint8Array(65_536).fill(window - 1)
  for (const text of texts) {
    for (let at = 1; at < window; at += 1) {
      const pair = ((text[at - 1] ?? 0) << 8) | (text[at] ?? 0)
      skips[pair] = Math.min(skips[pair] ?? 0, window - 1 - at)
    }
  }
  return (bytes) => {
    const spans: Span[] = []
    let at = window - 1
    while (at < bytes.length) {
      const skip = skips[((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)] ?? 0
      if (skip === 0) {
        const start = at - window + 1
        for (const text of texts) if (standsAt(bytes, start, text)) spans.push({ start, end: start + text.length })
      }
      at += Math.max(1, skip)
    }
    return spans
  }
}

function standsAt(bytes: Uint8Array, start: number, text: Spelling): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[start + index] !== text[index]) return false
  return true
}

import type { Span } from './search.ts'

/** So many probes in a row must be within a region; a text covers one more at least, wherever it stands. */
const inRow = 5

/**
 * The parts of bytes in which a text may stand that is at least `shortest` bytes long and made of certain bytes alone
 * (those with a 1 at their place in `allowed`). Of binary data a few bytes in a hundred are looked at, and hardly any
 * part is left. Text has many, or long ones: then it is looked at as a whole.
 */
export function regionsOf(bytes: Uint8Array, allowed: Uint8Array, shortest: number): Span[] {
  const stride = Math.max(1, Math.floor(shortest / (inRow + 1)))
  const fits = (probe: number) => allowed[bytes[probe * stride] ?? 0] === 1
  const last = Math.floor((bytes.length - 1) / stride)
  const most = Math.ceil(bytes.length / 4_096)
  const regions: Span[] = []
  let from = 0
  while (from + inRow - 1 <= last) {
    // The farthest first: where it does not fit, none of the row does.
    let probe = from + inRow - 1
    while (probe >= from && fits(probe)) probe -= 1
    if (probe >= from) {
      from = probe + 1
      continue
    }
    let end = from + inRow
    while (end <= last && fits(end)) end += 1
    if (regions.length === most) return [{ start: 0, end: bytes.length }]
    regions.push({ start: Math.max(0, (from - 1) * stride + 1), end: Math.min(bytes.length, end * stride) })
    from = end + 1
  }
  return regions
}

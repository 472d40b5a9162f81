/** Bytes by which a secret may be spelt: each may also be percent-escaped or escaped as JSON does. */
export type Spelling = Buffer

/** As much of a secret's base64 has to be left for a piece of it to be looked for, in characters. */
const shortestPiece = 8

/**
 * How a secret is looked for: as it is, and as base64 (both alphabets) at each of the three places it may have among
 * groups of three bytes, which is how it stands in a Basic header too. Of base64 only the characters that the secret
 * alone decides are looked for. Throws for a secret that is too short to differ from other text.
 */
export function spellingsOf(secret: string): readonly Spelling[] {
  const bytes = Buffer.from(secret, 'utf8')
  if (bytes.length < shortestPiece) throw new Error('a secret is too short to be looked for')
  const pieces = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const piece = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return [piece, piece.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [bytes, ...[...new Set(pieces)].map((piece) => Buffer.from(piece, 'latin1'))]
}

/** Where a spelling ends; `no` where it is not there, `cut` where the bytes end before that is certain. */
export type Reading = number | 'no' | 'cut'

const percent = 0x25
const backslash = 0x5c
const lowerU = 0x75

/** Reads a spelling at a place, each of its bytes as itself, as `%41`, as `\u0041`, or as `\/`. */
export function readSpelling(bytes: Uint8Array, start: number, spelling: Spelling): Reading {
  let at = start
  for (const wanted of spelling) {
    const here = bytes[at]
    if (here === undefined) return 'cut'
    if (here === wanted) at += 1
    else if (here === percent) {
      const meant = readHex(bytes, at + 1, 2, wanted)
      if (meant !== 'yes') return meant
      at += 3
    } else if (here === backslash) {
      const next = bytes[at + 1]
      if (next === undefined) return 'cut'
      if (next === wanted && escapesItself(next)) at += 2
      else if (next !== lowerU) return 'no'
      else {
        const meant = readHex(bytes, at + 2, 4, wanted)
        if (meant !== 'yes') return meant
        at += 6
      }
    } else return 'no'
  }
  return at
}

/** Whether a back-slash before it means the character itself, as JSON has it: what follows is no letter. */
export function escapesItself(byte: number): boolean {
  return byte === 0x22 || byte === 0x2f || byte === backslash
}

/** Whether so many hexadecimal digits, in either case, are there and mean that byte. */
function readHex(bytes: Uint8Array, start: number, digits: number, wanted: number): 'yes' | 'no' | 'cut' {
  for (let index = 0; index < digits; index += 1) {
    const here = bytes[start + index]
    if (here === undefined) return 'cut'
    if (hexValue(here) !== ((wanted >> (4 * (digits - 1 - index))) & 0xf)) return 'no'
  }
  return 'yes'
}

/** What a hexadecimal digit is worth; −1 for anything else. */
export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** The longest that a byte of a spelling can be: `\u0041`. */
export const longestEscape = 6

import { formsOf } from './secret-forms.ts'

/** Something that is to be kept, and the one kind of place, if any, where it is meant to be. */
export interface Secret {
  readonly name: string
  readonly value: string
  readonly mayBeAt?: (place: string) => boolean
}

/** Bytes to be looked through, by a name that says where they are: `answer 3: POST /…`, `log`, `table …`, `file …`. */
export interface Place {
  readonly name: string
  readonly bytes: Buffer
}

export interface Finding {
  readonly secret: string
  readonly form: string
  readonly place: string
}

/** The shortest piece that chance does not make: 14 characters of base64 are 84 random bits. */
const shortestPiece = 14

/**
 * Where secrets turn up, whole or in part, in any of their forms. Each is looked for in pieces of 14 characters or
 * little more that make it up, so that half a token in a log line is found too. `{ secret, form, place }` for each, once.
 */
export function findSecrets(places: Iterable<Place>, secrets: readonly Secret[]): Finding[] {
  const needles = secrets.flatMap((secret) =>
    piecesOf(secret.value).flatMap((piece) => formsOf(piece).map(({ name, bytes }) => ({ secret, form: name, bytes }))),
  )
  const findings = new Map<string, Finding>()
  const lookThrough = matcher(needles.map(({ bytes }) => bytes))
  for (const place of places) {
    for (const index of lookThrough(place.bytes)) {
      const needle = needles[index]
      if (needle === undefined || needle.secret.mayBeAt?.(place.name)) continue
      const finding = { secret: needle.secret.name, form: needle.form, place: place.name }
      findings.set(JSON.stringify(finding), finding)
    }
  }
  return [...findings.values()]
}

function piecesOf(value: string): string[] {
  const count = Math.max(1, Math.floor(value.length / shortestPiece))
  const start = (at: number) => Math.floor((at * value.length) / count)
  return Array.from({ length: count }, (_, at) => value.slice(start(at), start(at + 1)))
}

/** Finds many byte strings in one pass over the text: by their first four bytes, then the rest. */
function matcher(needles: readonly Buffer[]): (text: Buffer) => Set<number> {
  const startsWith = new Map<number, number[]>()
  const maybe = new Uint8Array(65_536)
  for (const [index, needle] of needles.entries()) {
    const start = needle.readUInt32BE(0)
    startsWith.set(start, [...(startsWith.get(start) ?? []), index])
    maybe[start & 0xffff] = 1
  }
  return (text) => {
    const found = new Set<number>()
    let last4 = 0
    for (let at = 0; at < text.length; at += 1) {
      last4 = ((last4 << 8) | (text[at] ?? 0)) >>> 0
      if (maybe[last4 & 0xffff] === 0) continue
      for (const index of startsWith.get(last4) ?? []) {
        const needle = needles[index]
        if (needle !== undefined && text.subarray(at - 3, at - 3 + needle.length).equals(needle)) {
          found.add(index)
        }
      }
    }
    return found
  }
}

/** Why the address of a request is not judged: what is wrong with it, for the caller. */
export class UnclearTarget extends Error {
  override readonly name = 'UnclearTarget'
}

/** The address of a request below a platform's host: decoded parts of its path, and its query as it was sent. */
export interface Target {
  readonly segments: readonly string[]
  /** Without the question mark; empty where there is none. */
  readonly query: string
}

const pathBytes = /^[A-Za-z0-9\-._~!$&'()*+,=:@%/]*$/
const queryBytes = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%/?[\]]*$/
const brokenEscape = /%(?![0-9A-Fa-f]{2})/
/** A name of a parameter by which frameworks take another method than the request's. */
const methodOverride = /(?:^|&)_method(?:=|&|$)/i

/**
 * Reads the raw path and query of a request, as they came, so that there is one way to understand them. `raw` begins
 * with a slash. Throws `UnclearTarget` with the reason where two readers could differ: empty parts and dots that lead
 * elsewhere, encoded slashes, back-slashes, dots and percent signs, control characters, bytes beyond ASCII, and escapes
 * that are no UTF-8 (overlong ones are none).
 */
export function readTarget(raw: string): Target {
  const mark = raw.indexOf('?')
  const path = mark === -1 ? raw : raw.slice(0, mark)
  const query = mark === -1 ? '' : raw.slice(mark + 1)
  if (!path.startsWith('/')) throw new UnclearTarget('The path must begin with a slash')
  if (!pathBytes.test(path)) {
    throw new UnclearTarget('The path holds a character that must be percent-encoded, or one that may not stand in it')
  }
  if (!queryBytes.test(query)) throw new UnclearTarget('The query holds a character that must be percent-encoded')
  if (brokenEscape.test(raw)) throw new UnclearTarget('A percent sign is not followed by two hexadecimal digits')
  const decodedQuery = decode(query.replaceAll('+', ' '), 'The query')
  if (controls.test(decodedQuery)) throw new UnclearTarget('The query holds an encoded control character')
  if (methodOverride.test(decodedQuery)) throw new UnclearTarget('The query may not name another method')
  return { segments: path.slice(1).split('/').map(readSegment), query }
}

const controls = /\p{Cc}/u

function readSegment(raw: string): string {
  if (raw === '') throw new UnclearTarget('The path holds an empty part: two slashes in a row, or one at its end')
  if (/%2e/i.test(raw)) throw new UnclearTarget('A dot in the path must not be encoded')
  const segment = decode(raw, 'The path')
  if (segment === '.' || segment === '..') throw new UnclearTarget('The path holds a part of dots alone')
  if (segment.includes('/')) throw new UnclearTarget('The path holds an encoded slash')
  if (segment.includes('\\')) throw new UnclearTarget('The path holds an encoded back-slash')
  if (segment.includes('%')) throw new UnclearTarget('The path is encoded twice')
  if (/[;?#]/.test(segment)) throw new UnclearTarget('A part of the path holds a character that ends paths elsewhere')
  if (controls.test(segment)) throw new UnclearTarget('The path holds an encoded control character')
  return segment
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new UnclearTarget(`${what} holds an escape that is no UTF-8`)
  }
}

/** The address that is sent: rebuilt from what was judged, in one spelling of its path. */
export function writeTarget({ segments, query }: Target): string {
  return `/${segments.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`
}

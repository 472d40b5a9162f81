/** One way in which a text may be written, and the bytes it then has wherever it stands. */
export interface Form {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * Every form in which a piece of text is looked for. In base64 what a piece looks like depends on where it starts in the
 * encoded whole, modulo three: all three are here, without the characters at the ends that its neighbours also shape.
 */
export function formsOf(piece: string): Form[] {
  const utf8 = Buffer.from(piece, 'utf8')
  const utf16 = Buffer.from(piece, 'utf16le')
  const everyByte = [...utf8].map((byte) => byte.toString(16).padStart(2, '0'))
  const everyUnit = Array.from({ length: piece.length }, (_, at) => piece.charCodeAt(at).toString(16).padStart(4, '0'))
  const forms: Form[] = [
    { name: 'plain', bytes: utf8 },
    ...[0, 1, 2].flatMap((offset) => base64At(utf8, offset)),
    ...both('hex', everyByte, ''),
    { name: 'URL-escaped', bytes: Buffer.from(encodeURIComponent(piece)) },
    ...both('URL-escaped throughout', everyByte, '%'),
    { name: 'JSON-escaped', bytes: Buffer.from(JSON.stringify(piece).slice(1, -1)) },
    ...both('JSON-escaped throughout', everyUnit, '\\u'),
    { name: 'UTF-16LE', bytes: utf16 },
    { name: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() },
  ]
  return forms.filter(({ bytes }, at) => forms.findIndex((other) => other.bytes.equals(bytes)) === at)
}

/** Groups of hexadecimal digits in small and in capital letters, each after `before`, which stays as it is. */
function both(name: string, groups: readonly string[], before: string): Form[] {
  const written = (digits: readonly string[]) => Buffer.from(digits.map((group) => before + group).join(''))
  return [
    { name, bytes: written(groups) },
    { name: `${name}, capitals`, bytes: written(groups.map((group) => group.toUpperCase())) },
  ]
}

function base64At(utf8: Buffer, offset: number): Form[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64')
  // A character carries six bits: those that also hold bits of the bytes before or after are cut off.
  const inner = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + utf8.length) * 8) / 6))
  const urlSafe = inner.replaceAll('+', '-').replaceAll('/', '_')
  return [
    { name: `base64 at offset ${offset}`, bytes: Buffer.from(inner) },
    { name: `base64url at offset ${offset}`, bytes: Buffer.from(urlSafe) },
  ]
}

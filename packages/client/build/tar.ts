import { gzipSync } from 'node:zlib'

const block = 512

/** A gzipped tar archive (POSIX ustar) of files by their paths, whose bytes depend on nothing but these. */
export function tgz(files: ReadonlyMap<string, string>): Buffer {
  const parts = [...files]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([path, text]) => {
      const bytes = Buffer.from(text)
      return [header(path, bytes.length), bytes, Buffer.alloc((block - (bytes.length % block)) % block)]
    })
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 9 })
  // The system it was made on (RFC 1952, 2.3): unknown.
  packed[9] = 0xff
  return packed
}

function header(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for this archive`)
  const bytes = Buffer.alloc(block)
  const octal = (value: number, at: number, digits: number) =>
    bytes.write(`${value.toString(8).padStart(digits, '0')}\0`, at)
  bytes.write(path)
  octal(0o644, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(size, 124, 11)
  octal(0, 136, 11)
  bytes.write(' '.repeat(8), 148)
  bytes.write('0', 156)
  bytes.write('ustar\u000000', 257)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

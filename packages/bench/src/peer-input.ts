import { readFileSync } from 'node:fs'
import type { RecordedCases } from './record.ts'

/** What the floor and the hand-written Fastify server get: the same statements, keys and addresses as ours works with. */
export interface PeerInput {
  databaseUrl: string
  poolSize: number
  orgId: string
  herokuUrl: string
  /** The organization's data key in base64, already opened. */
  dataKey: string
  dataKeyId: string
  cases: RecordedCases
  /** What `options` answers: the call that does nothing but verify its token. */
  options: unknown
}

/** Reads the input from the file named on the command line; bytes travel as `{ base64 }`. */
export function readPeerInput(path: string): PeerInput {
  return JSON.parse(readFileSync(path, 'utf8'), (_key, value) =>
    typeof value === 'object' && value !== null && 'base64' in value ? Buffer.from(value.base64, 'base64') : value,
  )
}

export function writePeerInput(input: PeerInput): string {
  return JSON.stringify(input, function replace(key, value) {
    const original: unknown = this[key]
    return original instanceof Uint8Array ? { base64: Buffer.from(original).toString('base64') } : value
  })
}

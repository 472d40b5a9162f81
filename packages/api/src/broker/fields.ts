import type { Readable } from 'node:stream'
import type { Route } from '@app-connections/providers'
import * as z from 'zod'
import { unusableFields } from '../failures/broker.ts'
import { readJson } from './body.ts'

/** The most that such a body may be long, in bytes. */
const mostBytes = 64 * 1024

const object = z.record(z.string(), z.unknown())

/**
 * The body of a route that does what its action names with some fields alone, rebuilt as it was judged; undefined for
 * any other route. Errors: 400 (no object, or another field).
 */
export async function judgeFields({ onlyFields }: Route, body: Readable | null): Promise<Buffer | undefined> {
  if (onlyFields === null) return undefined
  const unusable = () => unusableFields(onlyFields)
  const given = object.safeParse(body === null ? {} : await readJson(body, mostBytes, unusable))
  if (!given.success || Object.keys(given.data).some((field) => !onlyFields.includes(field))) {
    throw unusable()
  }
  return Buffer.from(JSON.stringify(given.data))
}

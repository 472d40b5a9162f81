import * as z from 'zod'
import type { View } from './decide.ts'

const record = z.record(z.string(), z.unknown())
const values = z.record(z.string(), z.unknown())
const namedValues = z.array(z.looseObject({ key: z.string() }))
const rows = z.array(z.looseObject({ id: z.string() }))

/** What a platform answered is not of the shape that its route has: it cannot be narrowed, so nobody sees it. */
export class UnknownShape extends Error {
  override readonly name = 'UnknownShape'
}

/**
 * An answer's JSON as a view shows it. Of values every name is shown, and those that are not granted are null; of
 * resources the granted rows; of the account who it is. Throws `UnknownShape`.
 */
export function show(view: View, body: unknown): unknown {
  if (view.of === 'everything' || view.of === 'stream') return body
  if (view.of === 'identity') {
    const { id, email, name } = parsed(record, body)
    return { id, email, name }
  }
  if (view.of === 'resources') return parsed(rows, body).filter(({ id }) => view.ids.has(id))
  const { keys, written = {} } = view
  const seen = (key: string, value: unknown) => keys.has(key) || (Object.hasOwn(written, key) && written[key] === value)
  if (Array.isArray(body)) {
    return parsed(namedValues, body).map((each) => (seen(each.key, each.value) ? each : { ...each, value: null }))
  }
  const named = Object.entries(parsed(values, body))
  return Object.fromEntries(named.map(([key, value]) => [key, seen(key, value) ? value : null]))
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data } = schema.safeParse(body)
  if (!success) throw new UnknownShape('the platform answered with a shape that cannot be narrowed')
  return data
}

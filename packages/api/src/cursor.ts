import * as z from 'zod'
import { strangeCursor } from './failures/calls.ts'

/** A cursor: the sort keys of the last row that the caller saw, as opaque text. */
export function encodeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/** The sort keys of a cursor; `fits` checks each. Throws 400 for any other text. */
export function decodeCursor(cursor: string, fits: readonly ((key: string) => boolean)[]): string[] {
  const keys = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (Array.isArray(keys) && keys.length === fits.length) {
    const texts = keys.filter((key): key is string => typeof key === 'string')
    if (texts.length === fits.length && texts.every((key, index) => fits[index]?.(key))) return texts
  }
  throw strangeCursor()
}

/** The cursor of a list that is sorted by time, then id. */
export function encodePlaceInTime({ at, id }: { at: Date; id: string }): string {
  return encodeCursor([at.toISOString(), id])
}

/** The reverse. Throws 400 for any other text. */
export function decodePlaceInTime(cursor: string): { at: Date; id: string } {
  const isTime = (key: string) => z.iso.datetime().safeParse(key).success
  const [at = '', id = ''] = decodeCursor(cursor, [isTime, (key) => z.uuid().safeParse(key).success])
  return { at: new Date(at), id }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The caller learns only that the cursor is not ours.
    return undefined
  }
}

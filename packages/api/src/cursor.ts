import * as z from 'zod'
import { strangeCursor } from './failures/calls.ts'

/** A place in a sorted list as callers carry it: opaque text of the sort keys of the last row they saw. */
export function encodeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/** The sort keys of a cursor; 400 where it is none of ours. `fits` checks each key. */
export function decodeCursor(cursor: string, fits: readonly ((key: string) => boolean)[]): string[] {
  const keys = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (Array.isArray(keys) && keys.length === fits.length) {
    const texts = keys.filter((key): key is string => typeof key === 'string')
    if (texts.length === fits.length && texts.every((key, index) => fits[index]?.(key))) return texts
  }
  throw strangeCursor()
}

/** The place in a list that is sorted by time, then id. */
export function encodePlaceInTime({ at, id }: { at: Date; id: string }): string {
  return encodeCursor([at.toISOString(), id])
}

/** The same from a cursor; 400 where it is none of ours. */
export function decodePlaceInTime(cursor: string): { at: Date; id: string } {
  const isTime = (key: string) => z.iso.datetime().safeParse(key).success
  const [at = '', id = ''] = decodeCursor(cursor, [isTime, (key) => z.uuid().safeParse(key).success])
  return { at: new Date(at), id }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not ours, which is all the caller is told.
    return undefined
  }
}

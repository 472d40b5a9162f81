import { OperationError } from './errors.ts'

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
  throw new OperationError('BadRequest', 'cursor is not one that this service gave: start again without it')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not ours, which is all the caller is told.
    return undefined
  }
}

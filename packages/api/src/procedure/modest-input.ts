import { inputTooLarge } from '../failures/calls.ts'

/** Few calls need more. A body of a megabyte can hold a hundred times as many, each a mistake to describe. */
const mostValues = 200

/** Throws 413 where an input holds more values than its call needs. Runs before a schema parses it. */
export function requireModest(input: unknown, most: number = mostValues): void {
  const open: unknown[] = [input]
  let count = 1
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue
    const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    count += inner.length
    if (count > most) throw inputTooLarge(most)
    open.push(...inner)
  }
}

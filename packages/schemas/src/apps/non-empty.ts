/**
 * zod's unions ask for a non-empty tuple where a list of facts can only give an array. There is at least one app, and an
 * app has at least one method, so the first element exists; the check makes that true at run time too.
 */
export function nonEmpty<T>(list: readonly T[]): [T, ...T[]] {
  const [first, ...rest] = list
  if (first === undefined) throw new Error('a list of facts is empty')
  return [first, ...rest]
}

import type { Delivery } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

type State = Delivery['state']

/** Where a delivery stands, in a word and a colour, and what stands where there is none of them. */
export const stateWords: Record<State, { name: string; look: BadgeLook; none: string }> = {
  delivered: { name: 'Delivered', look: 'good', none: 'None was delivered.' },
  pending: { name: 'Under way', look: 'warn', none: 'None is under way.' },
  failed: { name: 'Failed', look: 'bad', none: 'None has failed.' },
}

/** What the filter offers. */
export const stateOptions = [
  ['failed', 'Failed'],
  ['pending', 'Under way'],
  ['delivered', 'Delivered'],
] as const

/** A state as it stands in an address; undefined where it is none. */
export function stateOf(text: string): State | undefined {
  return stateOptions.find(([state]) => state === text)?.[0]
}

/** How one try ended: "answered 503 in 120 ms", or why no answer came. */
export function attemptInWords({ status, error, ms }: Delivery['attempts'][number]): string {
  return status === null ? (error ?? 'No answer') : `Answered ${status} in ${ms} ms`
}

/** What was tried so far: "2 attempts, the last answered 503 in 120 ms". */
export function attemptsInWords(attempts: Delivery['attempts']): string {
  const last = attempts.at(-1)
  if (last === undefined) return 'No attempt yet'
  const words = attemptInWords(last)
  if (attempts.length === 1) return words
  return `${attempts.length} attempts, the last: ${words.slice(0, 1).toLowerCase()}${words.slice(1)}`
}

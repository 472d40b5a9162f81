import type { Delivery } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

type State = Delivery['state']

/** Each state of a delivery: its name, its look, and the sentence for an empty list of it. */
export const stateWords: Record<State, { name: string; look: BadgeLook; none: string }> = {
  delivered: { name: 'Delivered', look: 'good', none: 'No delivery has succeeded.' },
  pending: { name: 'Retrying', look: 'warn', none: 'No delivery is being retried.' },
  failed: { name: 'Failed', look: 'bad', none: 'No delivery has failed.' },
}

/** The choices of the filter. */
export const stateOptions = [
  ['failed', 'Failed'],
  ['pending', 'Retrying'],
  ['delivered', 'Delivered'],
] as const

/** The state that an address names; undefined for any other text. */
export function stateOf(text: string): State | undefined {
  return stateOptions.find(([state]) => state === text)?.[0]
}

/** The result of one attempt: "answered 503 in 120 ms", or why no answer came. */
export function attemptInWords({ status, error, ms }: Delivery['attempts'][number]): string {
  return status === null ? (error ?? 'No answer') : `Answered ${status} in ${ms} ms`
}

/** The attempts so far: "2 attempts, the last answered 503 in 120 ms". */
export function attemptsInWords(attempts: Delivery['attempts']): string {
  const last = attempts.at(-1)
  if (last === undefined) return 'No attempt yet'
  const words = attemptInWords(last)
  if (attempts.length === 1) return words
  return `${attempts.length} attempts, the last: ${words.slice(0, 1).toLowerCase()}${words.slice(1)}`
}

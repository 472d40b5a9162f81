import type { ProvenRoute } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

/** A verdict in a word, and how it looks. */
export const verdictWords: Readonly<Record<ProvenRoute['verdict'], { name: string; look: BadgeLook }>> = {
  allowed: { name: 'Allowed', look: 'good' },
  partly: { name: 'Partly', look: 'warn' },
  denied: { name: 'Denied', look: 'plain' },
}

/** The filter of a proof: a verdict, or all that is open. */
export const verdictOptions = [
  ['open', 'Open, whole or in part'],
  ['allowed', 'Allowed'],
  ['partly', 'Partly'],
  ['denied', 'Denied'],
] as const

/** The routes that hold every word of a search, in their own words, and are of that verdict; what is open comes first. */
export function matchingRoutes(
  routes: readonly ProvenRoute[],
  { search, verdict }: { search: string; verdict: string },
): ProvenRoute[] {
  const sought = search.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (route: ProvenRoute) =>
    (verdict === '' || route.verdict === verdict || (verdict === 'open' && route.verdict !== 'denied')) &&
    sought.every((word) => `${route.route} ${route.action} ${route.words}`.toLowerCase().includes(word))
  return routes
    .filter(fits)
    .toSorted((one, other) => Number(one.verdict === 'denied') - Number(other.verdict === 'denied'))
}

/** How many routes there are of each verdict: "3 allowed, 4 partly, 380 denied". */
export function countsInWords(routes: readonly ProvenRoute[]): string {
  const count = (verdict: ProvenRoute['verdict']) => routes.filter((route) => route.verdict === verdict).length
  return `${count('allowed')} allowed, ${count('partly')} partly, ${count('denied')} denied`
}

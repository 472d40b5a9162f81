import type { Route } from '@app-connections/providers'
import type { ProvableGrant, Proven, Scope } from './prove.ts'

/** What the words of a proof are about: the nouns of the platform's resources, and the grants. */
export interface ProofSubject {
  readonly nouns: { readonly one: string; readonly many: string }
  readonly grants: readonly ProvableGrant[]
}

/** As many names are written out; the others are counted. */
const mostNamed = 5

/** What is open of a route and why, or why it is closed, in a sentence without its full stop. */
export function proofInWords(route: Route, proven: Proven, { nouns, grants }: ProofSubject): string {
  if (proven.opens === 'identity') return 'Any grant shows who the account is: id, email and name alone'
  if (proven.opens === 'nothing') {
    if (proven.why === 'no action')
      return grants.length === 1 ? lacks('The grant does not have', route) : lacks('No grant has', route)
    return route.changes
      ? `It is not about one of the granted ${nouns.many}`
      : `Its answer cannot be cut down to the granted ${nouns.many}`
  }
  if (proven.opens === 'rows') return `Only the rows of ${namesOf(proven.scopes, nouns)}`
  return [...new Set(proven.scopes.map((scope) => scopeInWords(route, scope, { nouns, grants })))].join('; and ')
}

function lacks(who: string, { action }: Route): string {
  return `${who} ${action}`
}

/** What one grant opens of a route: "config-vars:read on storefront, with the values of LOG_LEVEL alone". */
function scopeInWords(route: Route, scope: Scope, { nouns, grants }: ProofSubject): string {
  const grant = grants.find(({ id }) => id === scope.grantId)
  const has = (action: string) => grant?.actions.includes(action) ?? false
  const by = has(route.action) ? route.action : `Included in ${route.includedIn.find(has) ?? route.action}`
  return [
    `${by}${scope.resources === null ? '' : ` on ${namesOf([scope], nouns)}`}`,
    ...(scope.keys === null ? [] : [`${route.changes ? 'of' : 'with the values of'} ${listed(scope.keys)} alone`]),
    ...(route.onlyFields === null ? [] : [`with the field ${route.onlyFields.join(' or ')} alone`]),
    ...(writesUnread(route, scope, has) ? ['and the answer shows the values that were just written'] : []),
  ].join(', ')
}

/** Whether a route writes values of which its grant may not read all: its answer is cut then. */
export function writesUnread(route: Route, { keys }: Scope, has: (action: string) => boolean): boolean {
  if (route.answer !== 'values' || !route.changes) return false
  return keys !== null || !has(`${route.action.slice(0, route.action.indexOf(':'))}:read`)
}

function namesOf(scopes: readonly Scope[], { one, many }: ProofSubject['nouns']): string {
  const names = [...new Set(scopes.flatMap(({ resources }) => (resources ?? []).map(({ name }) => name)))]
  return names.length > mostNamed
    ? `${names.length} ${many}`
    : `the ${names.length === 1 ? one : many} ${listed(names)}`
}

/** "A", "A and B", "A, B and C", "A, B, C, D, E and 4 more". */
function listed(words: readonly string[]): string {
  const shown = words.length > mostNamed ? [...words.slice(0, mostNamed), `${words.length - mostNamed} more`] : words
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

import type { Route } from '@app-connections/providers'
import type { ProvenRoute } from '@app-connections/schemas'
import { type ProvableGrant, type Proven, prove, type Scope } from './prove.ts'
import { type ProofSubject, proofInWords, writesUnread } from './words.ts'

/** What grants that can be used open of each of a platform's routes, as callers see it. */
export function proofOf(routes: readonly Route[], subject: ProofSubject): ProvenRoute[] {
  return routes.map((route) => shape(route, prove(route, subject.grants), subject))
}

/** The same of a grant that cannot be used now. */
export function closedProof(routes: readonly Route[]): ProvenRoute[] {
  return routes.map((route) => ({
    ...factsOf(route),
    verdict: 'denied',
    reason: 'notLive',
    words: 'The grant has ended, expired or been used up',
    scopes: [],
  }))
}

function shape(route: Route, proven: Proven, subject: ProofSubject): ProvenRoute {
  const scopes = 'scopes' in proven ? proven.scopes : []
  return {
    ...factsOf(route),
    ...verdictOf(route, proven, subject.grants),
    words: proofInWords(route, proven, subject),
    scopes: scopes.map(({ grantId, resources, keys }) => ({
      grantId,
      apps: resources === null ? null : resources.map(({ id, name }) => ({ id, name })),
      keys: keys === null ? null : [...keys],
    })),
  }
}

function factsOf({ name, action, changes, answer }: Route) {
  return { route: name, action, changes, secret: answer === 'secret' }
}

function verdictOf(
  route: Route,
  proven: Proven,
  grants: readonly ProvableGrant[],
): Pick<ProvenRoute, 'verdict' | 'reason'> {
  if (proven.opens === 'nothing') {
    return { verdict: 'denied', reason: proven.why === 'no action' ? 'noAction' : 'wholeAccount' }
  }
  if (proven.opens !== 'as granted') return { verdict: 'partly', reason: proven.opens }
  if (!proven.scopes.some((scope) => isWhole(route, scope, grants))) return { verdict: 'partly', reason: 'narrowed' }
  const named = grants.some(({ actions }) => actions.includes(route.action))
  return { verdict: 'allowed', reason: named ? 'granted' : 'included' }
}

function isWhole(route: Route, scope: Scope, grants: readonly ProvableGrant[]): boolean {
  const has = (action: string) => grants.some(({ id, actions }) => id === scope.grantId && actions.includes(action))
  return (
    scope.resources === null && scope.keys === null && route.onlyFields === null && !writesUnread(route, scope, has)
  )
}

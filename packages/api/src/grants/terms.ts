import type { GrantRow } from '@app-connections/db'
import type { Route } from '@app-connections/providers'
import { type App, leaseAction, leaseFactsOf } from '@app-connections/schemas'
import type { z } from 'zod'
import { mistake } from '../failures/mistakes.ts'
import { closest } from './closest.ts'

/** What a grant allows, and how far. Null does not limit it. */
export interface Terms
  extends Pick<GrantRow, 'actions' | 'keys' | 'expiresAt' | 'usesLeft' | 'changesPerDay' | 'lease'> {
  /** Resources of the platform, by their ids. */
  readonly resources: GrantRow['resources']
}

type Mistake = z.core.$ZodIssue

/** The actions that no route of the platform has, each with those that are nearly the same, and keys of no use. */
export function strangeActions(
  { actions, keys }: Pick<Terms, 'actions' | 'keys'>,
  routes: readonly Route[],
  app: App,
): Mistake[] {
  const leases = leaseFactsOf(app) === undefined ? [] : [leaseAction]
  const known = [...new Set([...routes.map(({ action }) => action), ...leases])]
  const unknown = actions.flatMap((action, at) =>
    known.includes(action) ? [] : [mistake(['actions', at], unknownAction(action, closest(action, known)))],
  )
  const aboutValues = routes.some(({ action, answer }) => answer === 'values' && actions.includes(action))
  if (keys === null || aboutValues || unknown.length > 0) return unknown
  return [mistake(['keys'], 'None of these actions is about named values: leave keys out')]
}

/** What does not go together with leases, of the terms as they would be: a lease reaches all of the account. */
export function strangeLease(
  { actions, resources, keys, lease }: Pick<Terms, 'actions' | 'resources' | 'keys' | 'lease'>,
  app: App,
): Mistake[] {
  if (!actions.includes(leaseAction)) {
    return lease === null ? [] : [mistake(['lease'], `It is of no use without the action ${leaseAction}`)]
  }
  if (lease === null) return [mistake(['lease'], `${leaseAction} needs it: the scopes, and maxSeconds`)]
  const known = leaseFactsOf(app)?.scopes ?? []
  const strange = lease.scopes.flatMap((scope, at) =>
    known.includes(scope)
      ? []
      : [mistake(['lease', 'scopes', at], `There is no scope ${scope}. There are: ${known.join(', ')}`)],
  )
  const narrowed = { apps: resources, keys }
  const reaches = Object.entries(narrowed).flatMap(([field, to]) =>
    to === null ? [] : [mistake([field], 'A lease reaches all of the account: make a grant of its own for leases')],
  )
  return [...strange, ...reaches]
}

function unknownAction(action: string, close: readonly string[]): string {
  return `There is no action ${action}. Close ones: ${close.join(', ')}`
}

/** Where the terms of a child are wider than those of its parent. */
export function widerThan(parent: Terms, child: Terms): Mistake[] {
  const { expiresAt, usesLeft, changesPerDay } = parent
  const later = expiresAt !== null && (child.expiresAt === null || child.expiresAt > expiresAt)
  return [
    ...outside(parent, child),
    ...(later ? [mistake(['expiresAt'], 'The parent grant ends before that')] : []),
    ...(exceeds(child.usesLeft, usesLeft) ? [mistake(['usesLeft'], 'The parent grant has fewer uses left')] : []),
    ...(exceeds(child.changesPerDay, changesPerDay)
      ? [mistake(['changesPerDay'], 'The parent grant allows fewer changes a day')]
      : []),
  ]
}

/** Where a child allows something that its parent does not, whenever and however often. */
export function outside(parent: Terms, child: Terms): Mistake[] {
  const { resources, keys, lease } = parent
  const actions = child.actions.flatMap((action, at) =>
    parent.actions.includes(action) ? [] : [mistake(['actions', at], `The parent grant does not allow ${action}`)],
  )
  const reached = (id: string) => resources === null || resources.some((granted) => granted.id === id)
  const apps =
    child.resources?.flatMap(({ id, name }, at) =>
      reached(id) ? [] : [mistake(['apps', at], `The parent grant does not reach ${name}`)],
    ) ?? (resources === null ? [] : [mistake(['apps'], 'The parent grant does not reach all of them')])
  const named =
    child.keys?.flatMap((key, at) =>
      keys === null || keys.some((granted) => covers(granted, key))
        ? []
        : [mistake(['keys', at], `The parent grant does not allow ${key}`)],
    ) ?? (keys === null ? [] : [mistake(['keys'], 'The parent grant does not allow all of them')])
  return [...actions, ...apps, ...named, ...leasesOutside(lease, child.lease)]
}

function leasesOutside(parent: Terms['lease'], child: Terms['lease']): Mistake[] {
  // A child has the action only where its parent has it, and then both have this.
  if (child === null || parent === null) return []
  const scopes = child.scopes.flatMap((scope, at) =>
    parent.scopes.includes(scope) ? [] : [mistake(['lease', 'scopes', at], `The parent grant does not allow ${scope}`)],
  )
  const longer = child.maxSeconds > parent.maxSeconds
  return [...scopes, ...(longer ? [mistake(['lease', 'maxSeconds'], 'The parent grant allows shorter leases')] : [])]
}

/** A limit of the parent holds for its children together, so that a child without one of its own exceeds nothing. */
function exceeds(child: number | null, parent: number | null): boolean {
  return parent !== null && child !== null && child > parent
}

/** Whether a key or a prefix (`A_*`) holds everything that another does. */
export function covers(granted: string, key: string): boolean {
  return granted.endsWith('*') ? key.startsWith(granted.slice(0, -1)) : granted === key
}

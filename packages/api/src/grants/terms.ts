import type { GrantRow } from '@app-connections/db'
import type { Route } from '@app-connections/providers'
import type { z } from 'zod'
import { mistake } from '../failures/mistakes.ts'
import { closest } from './closest.ts'

/** What a grant allows, and how far. Null does not limit it. */
export interface Terms extends Pick<GrantRow, 'actions' | 'keys' | 'expiresAt' | 'usesLeft' | 'changesPerDay'> {
  /** Resources of the platform, by their ids. */
  readonly resources: GrantRow['resources']
}

type Mistake = z.core.$ZodIssue

/** The actions that no route of the platform has, each with those that are nearly the same, and keys of no use. */
export function strangeActions(
  { actions, keys }: Pick<Terms, 'actions' | 'keys'>,
  routes: readonly Route[],
): Mistake[] {
  const known = [...new Set(routes.map(({ action }) => action))]
  const unknown = actions.flatMap((action, at) =>
    known.includes(action) ? [] : [mistake(['actions', at], unknownAction(action, closest(action, known)))],
  )
  const aboutValues = routes.some(({ action, answer }) => answer === 'values' && actions.includes(action))
  if (keys === null || aboutValues || unknown.length > 0) return unknown
  return [mistake(['keys'], 'None of these actions is about named values: leave keys out')]
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
  const { resources, keys } = parent
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
  return [...actions, ...apps, ...named]
}

/** A limit of the parent holds for its children together, so that a child without one of its own exceeds nothing. */
function exceeds(child: number | null, parent: number | null): boolean {
  return parent !== null && child !== null && child > parent
}

/** Whether a key or a prefix (`A_*`) holds everything that another does. */
export function covers(granted: string, key: string): boolean {
  return granted.endsWith('*') ? key.startsWith(granted.slice(0, -1)) : granted === key
}

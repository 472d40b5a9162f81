import { type App, appName } from '@app-connections/schemas'
import { failure } from './operation-error.ts'

// Syncs of config sets, and their plans. A failure names keys, never values.

/** Some of many keys, for a sentence. */
const some = (keys: readonly string[]) => `${keys.slice(0, 20).join(', ')}${keys.length > 20 ? ' and more' : ''}`

export const unknownSync = failure('unknownSync', (id: string) => `Could not find a sync with ID "${id}"`)
export const unknownPlan = failure('unknownPlan', (id: string) => `Could not find a plan with ID "${id}"`)
export const syncNameTaken = failure(
  'syncNameTaken',
  (name: string, projectId: string) =>
    `A Secret Sync with the name "${name}" already exists for the project with ID "${projectId}"`,
)
export const unknownSet = failure(
  'unknownSet',
  (path: string, environment: string, projectId: string) =>
    `Could not find folder with path "${path}" in environment "${environment}" for project with ID "${projectId}"`,
)
export const noConfig = failure('noConfig', (app: App) => `${appName(app)} has no values that a sync could set`)
export const setIncomplete = failure(
  'setIncomplete',
  (keys: readonly string[]) => `Values of the set cannot be read: ${some(keys)}. Nothing is planned with a part of it.`,
)
export const keysNotTaken = failure(
  'keysNotTaken',
  (app: App, keys: readonly string[]) => `${appName(app)} takes no keys called ${some(keys)}: nothing is planned`,
)
export const configTooLarge = failure(
  'configTooLarge',
  (app: App, kilobytes: number) =>
    `${appName(app)} takes at most ${kilobytes} kB of keys and values together: nothing is planned`,
)
export const releaseUnderWay = failure(
  'releaseUnderWay',
  () => 'A release of the app is under way, and its values may be about to change. Try again once it has ended.',
  () => ({ retryAfterSeconds: 30 }),
)
export const planMoved = failure(
  'planMoved',
  (what: 'app' | 'set') => `The ${what} has changed since this was planned: nothing was changed. Make a new plan.`,
)
export const planEnded = failure('planEnded', () => 'This plan has ended: make a new one')
export const planConflicts = failure(
  'planConflicts',
  (keys: readonly string[]) => `Not this sync's to change: ${some(keys)}. Leave them out with skipConflicts.`,
)
export const syncUnderWay = failure(
  'syncUnderWay',
  () => 'A job for this sync is already in progress. Please try again shortly.',
  () => ({ retryAfterSeconds: 5 }),
)
export const nothingToUndo = failure('nothingToUndo', () => 'Only a plan that was applied can be undone')

import { type App, appName } from '@app-connections/schemas'
import { failure } from './operation-error.ts'
import { some } from './some.ts'

// Syncs of config sets, and their plans. A failure names keys, never values.

/** What a sync is called in sentences: by the app that was asked for, if any was. */
const title = (destination: App | undefined) => (destination === undefined ? 'a sync' : `${appName(destination)} Sync`)

export const unknownSync = failure(
  'unknownSync',
  (id: string, destination?: App) => `Could not find ${title(destination)} with ID "${id}"`,
)
export const unknownSyncName = failure(
  'unknownSyncName',
  (name: string, destination?: App) => `Could not find ${title(destination)} with name "${name}"`,
)
export const otherDestination = failure(
  'otherDestination',
  (id: string, destination: App) => `Secret sync with ID "${id}" is not configured for ${appName(destination)}`,
)
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
  (what: 'app' | 'set' | 'sync') =>
    `The ${what} has changed since this was planned: nothing was changed. Make a new plan.`,
)
export const planEnded = failure('planEnded', () => 'This plan has ended: make a new one')
export const planConflicts = failure(
  'planConflicts',
  (keys: readonly string[]) => `Not this sync's to change: ${some(keys)}. Leave them out with skipConflicts.`,
)
export const approvalNeeded = failure(
  'approvalNeeded',
  (planId: string) => `A second person has to approve the plan ${planId} first`,
  () => ({ retryAfterSeconds: 600 }),
)
export const otherHash = failure('otherHash', () => 'The plan is not the one with this hash: look at it again')
export const notApprover = failure(
  'notApprover',
  () => 'Somebody else has to approve this plan: it is made by you or through you, or sets what you wrote',
  () => ({ details: [{ action: 'approve', subject: 'secret-syncs' }] }),
)
export const planOfOther = failure('planOfOther', () => 'This plan was for another app than the sync has now')
export const syncUnderWay = failure(
  'syncUnderWay',
  () => 'A plan of this sync is being carried out: try again shortly',
  () => ({ retryAfterSeconds: 5 }),
)
export const syncPaused = failure(
  'syncPaused',
  () => 'Whoever had this sync run by itself may not do so any more. Switch that on again to take it over.',
)
export const jobUnderWay = failure(
  'jobUnderWay',
  () => 'A job for this sync is already in progress. Please try again shortly.',
)
export const sourceInPart = failure('sourceInPart', () => 'Must specify both source environment and secret path')
export const pathsClash = failure(
  'pathsClash',
  (clashes: readonly { key: string; paths: readonly string[] }[]) =>
    `Keys stand at more than one path: ${clashes
      .slice(0, 5)
      .map(({ key, paths }) => `${key} (${paths.slice(0, 5).join(', ')})`)
      .join('; ')}. Nothing is planned.`,
)
export const keysNotStored = failure(
  'keysNotStored',
  (keys: readonly string[]) => `A set cannot hold ${some(keys)}: nothing was taken in`,
)
export const undecided = failure(
  'undecided',
  () => 'The change was sent, and the platform has not decided yet whether it takes effect',
  () => ({ retryAfterSeconds: 30 }),
)
export const changeFailed = failure(
  'changeFailed',
  () => 'The release of the change failed, so the app keeps the values that it had',
)
export const nothingToUndo = failure('nothingToUndo', () => 'Only a plan that was applied can be undone')

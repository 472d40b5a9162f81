import { fieldOf, listOf } from './procedure.ts'

/** The marks of actions, in the order in which they are shown. */
const marks: Readonly<Record<string, string>> = {
  conflict: '!',
  add: '+',
  change: '~',
  remove: '-',
  hidden: '?',
  attachment: '@',
  foreign: '.',
  keep: '=',
}

const changing = ['add', 'change', 'remove']

/** A plan as lines: each key with what becomes of it and whose it is, never a value. */
export function planText(plan: unknown): string {
  const rows = listOf(plan, 'rows')
  const lines = Object.entries(marks).flatMap(([action, mark]) =>
    rows
      .filter((row) => fieldOf(row, 'action') === action)
      .map((row) => `  ${mark} ${`${fieldOf(row, 'key')}`}  (${action}, ${ownerOf(row)})`),
  )
  const warnings = listOf(plan, 'warnings').map((warning) => `Warning: ${warning}`)
  const made = fieldOf(plan, 'releaseMade')
  const hash = fieldOf(plan, 'hash')
  const end = [
    `Plan ${fieldOf(plan, 'id')}, for release ${fieldOf(plan, 'release')}: ${fieldOf(plan, 'state')}`,
    ...(typeof hash === 'string' && fieldOf(plan, 'state') === 'planned' ? [`Hash ${hash}, for an approval.`] : []),
    ...(typeof made === 'number' ? [`Release ${made} was made.`] : []),
  ]
  return `${[...lines, ...warnings, ...end].join('\n')}\n`
}

/** Whether a plan would change the app, or finds keys in conflict. */
export function differs(plan: unknown): boolean {
  return listOf(plan, 'rows').some((row) => [...changing, 'conflict'].includes(`${fieldOf(row, 'action')}`))
}

function ownerOf(row: unknown): string {
  const words: Readonly<Record<string, string>> = {
    sync: 'this sync',
    'other-sync': 'another sync',
    nobody: 'nobody here',
  }
  const owner = `${fieldOf(row, 'owner')}`
  return words[owner] ?? owner
}

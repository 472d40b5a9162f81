import type { Plan, PlanAction, PlanState, RunStatus } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

/** What becomes of keys, in the order in which a plan shows them. */
export const actionWords: Readonly<Record<PlanAction, { name: string; lead: string; look: BadgeLook }>> = {
  conflict: { name: 'Conflict', lead: 'Set here and there, and not this sync’s to change.', look: 'bad' },
  add: { name: 'Add', lead: 'The app does not have them yet.', look: 'good' },
  change: { name: 'Change', lead: 'Their values there are replaced, and kept for undo.', look: 'warn' },
  remove: { name: 'Remove', lead: 'Deleted at the app. Their values are kept for undo.', look: 'bad' },
  hidden: { name: 'Hidden', lead: 'The platform shows no value of them, so they stay.', look: 'plain' },
  attachment: { name: 'Attachment', lead: 'Set by what is attached to the app. Never touched.', look: 'plain' },
  foreign: { name: 'Foreign', lead: 'Not this sync’s. Never touched.', look: 'plain' },
  keep: { name: 'Keep', lead: 'As they should be already.', look: 'plain' },
}

export const planActions: readonly PlanAction[] = [
  'conflict',
  'add',
  'change',
  'remove',
  'hidden',
  'attachment',
  'foreign',
  'keep',
]

export const stateWords: Readonly<Record<PlanState, { name: string; look: BadgeLook }>> = {
  planned: { name: 'Planned', look: 'plain' },
  sending: { name: 'Being applied', look: 'warn' },
  applied: { name: 'Applied', look: 'good' },
  failed: { name: 'Failed', look: 'bad' },
  void: { name: 'Outdated', look: 'plain' },
}

export const kindWords: Readonly<Record<Plan['kind'], string>> = {
  sync: 'Plan',
  undo: 'Undo',
  remove: 'Removal of its keys',
  'put-back': 'Put back',
  'take-in': 'Take in',
}

export const runWords: Readonly<Record<RunStatus, { name: string; look: BadgeLook }>> = {
  pending: { name: 'Waiting', look: 'plain' },
  running: { name: 'Running', look: 'warn' },
  succeeded: { name: 'In sync', look: 'good' },
  failed: { name: 'Failed', look: 'bad' },
}

/** How many keys change, such as "2 add, 1 change"; "No change" where none does. */
export function changesInWords({ rows }: Pick<Plan, 'rows'>): string {
  const counts = (['add', 'change', 'remove', 'conflict'] as const).flatMap((action) => {
    const count = rows.filter((row) => row.action === action).length
    return count === 0 ? [] : [`${count} ${action}`]
  })
  return counts.length === 0 ? 'No change' : counts.join(', ')
}

/** How many keys of the app it changes. */
export function changeCount({ rows }: Pick<Plan, 'rows'>): number {
  return rows.filter(({ action }) => ['add', 'change', 'remove'].includes(action)).length
}

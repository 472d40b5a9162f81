'use client'

import type { Plan, PlanAction, PlanRowShape, Sync } from '@app-connections/schemas'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { PlanRow } from './plan-row.tsx'
import { actionWords, planActions } from './plan-words.ts'

/** More rows at once make a page slow. */
const mostShown = 200

/** What stays as it is, is folded at first. */
const folded: readonly PlanAction[] = ['foreign', 'keep']

/** The keys of a plan, by what becomes of them. */
export function PlanRows({ plan, sync, shows }: { plan: Plan; sync: Sync; shows: boolean }) {
  const groups = planActions
    .map((action) => ({ action, rows: plan.rows.filter((row) => row.action === action) }))
    .filter(({ rows }) => rows.length > 0)
  return groups.map(({ action, rows }) => <Group key={action} {...{ action, rows, plan, sync, shows }} />)
}

function Group({
  action,
  rows,
  plan,
  sync,
  shows,
}: {
  action: PlanAction
  rows: readonly PlanRowShape[]
  plan: Plan
  sync: Sync
  shows: boolean
}) {
  const [all, setAll] = useState(false)
  const { name, lead, look } = actionWords[action]
  const shown = all ? rows : rows.slice(0, mostShown)
  return (
    <details
      open={!folded.includes(action)}
      className="group overflow-hidden rounded-xl border border-line bg-surface shadow-raised"
    >
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-sunken px-4 py-2 -outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90" />
        <Badge look={look}>{`${name} ${rows.length}`}</Badge>
        <span className="text-[0.8125rem] text-muted">{lead}</span>
      </summary>
      <ul aria-label={name} className="divide-y divide-line border-t border-line">
        {shown.map((row) => (
          <PlanRow key={row.key} {...{ row, plan, sync, shows }} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <div className="border-t border-line px-4 py-2">
          <Button size="small" onClick={() => setAll(true)}>{`Show all ${rows.length}`}</Button>
        </div>
      )}
    </details>
  )
}

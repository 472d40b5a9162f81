'use client'

import type { Plan, PlanRowShape, Sync } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { KeyValue } from '@/components/config-sets/key-value.tsx'

const holds = { new: 'has the new value', old: 'has the old value', other: 'has another value' } as const

/** One key of a plan, masked. Pressed, it says whose the key is, and shows its value in the set to those who may see it. */
export function PlanRow({ row, plan, sync, shows }: { row: PlanRowShape; plan: Plan; sync: Sync; shows: boolean }) {
  const [open, setOpen] = useState(false)
  const { key, action, before, after } = row
  const outcome = plan.outcome?.find((each) => each.key === key)
  const moves = ['add', 'change', 'remove'].includes(action)
  const inSet = shows && row.owner === 'sync' && action !== 'remove' && !sync.syncOptions.keySchema
  const place = { projectId: sync.projectId, environment: sync.environment.slug, secretPath: sync.folder.path }
  return (
    <li className="px-4 py-2">
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full flex-wrap items-center gap-x-4 gap-y-0.5 rounded text-left"
        onClick={() => setOpen(!open)}
      >
        <span className="min-w-0 flex-1 basis-48 font-mono text-[0.8125rem] font-medium break-all">{key}</span>
        <span className="flex items-center gap-1.5 font-mono text-xs text-muted">
          {action === 'hidden' ? 'hidden' : <Mark digest={before} />}
          {moves && (
            <>
              <ArrowRight aria-hidden className="size-3.5" />
              <span className="sr-only">becomes</span>
              <Mark digest={after} />
            </>
          )}
        </span>
      </button>
      {open && (
        <div className="mt-2 grid gap-2 border-l-2 border-line pl-3 text-[0.8125rem]">
          <p>
            Owner: <Owner row={row} projectId={sync.projectId} />
          </p>
          {row.taken && <p className="text-muted">Nobody’s until now: this sync takes it over.</p>}
          {outcome && <p className="text-muted">{`The app ${holds[outcome.holds]}.`}</p>}
          {inSet && <KeyValue place={place} secretName={key} label="Value in the set" />}
        </div>
      )}
    </li>
  )
}

/** A value by its mark: alike for alike values. */
function Mark({ digest }: { digest: string | null }) {
  return digest === null ? <span>none</span> : <span title={digest}>{`•••• ${digest.slice(0, 6)}`}</span>
}

function Owner({ row: { owner, ownerId }, projectId }: { row: PlanRowShape; projectId: string }) {
  const syncs = useQuery({
    ...useTRPC().secretSyncs.list.queryOptions({ projectId }),
    enabled: owner === 'other-sync',
  })
  if (owner === 'sync') return 'this sync'
  if (owner === 'attachment') return 'what is attached to the app'
  if (owner === 'nobody') return 'nobody here; it was set at the app'
  return syncs.data?.find(({ id }) => id === ownerId)?.name ?? 'a sync of another project'
}

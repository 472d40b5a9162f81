'use client'

import type { Plan, Sync } from '@app-connections/schemas'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPCClient } from '@/api/client.tsx'
import type { Failure } from '@/api/failure.ts'
import { failureOfCall } from '@/api/failure-of-call.ts'
import type { AppLabels } from '@/components/connections/labels.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import { notify } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { destinationName } from './destination.ts'
import { changeCount } from './plan-words.ts'
import { useSyncsChanged } from './syncs-changed.ts'

/** Approves a plan, applies it, or plans to undo it, and says how that goes. */
export function PlanActions({
  sync,
  shown,
  labels,
  plan,
  applying,
  onApplying,
}: {
  sync: Sync
  shown: ShownProject
  labels: AppLabels
  plan: Plan
  applying: boolean
  onApplying: (applying: boolean) => void
}) {
  const client = useTRPCClient()
  const syncsChanged = useSyncsChanged()
  const { change } = useAddress<'plan'>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const app = destinationName(sync, labels)
  const ref = { syncId: sync.id, planId: plan.id }
  const count = changeCount(plan)
  const conflicts = plan.rows.filter(({ action }) => action === 'conflict').length
  const waits = sync.requiresApproval && count > 0 && plan.approvedAt === null

  async function act(work: () => Promise<unknown>) {
    setBusy(true)
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(failureOfCall(error))
    } finally {
      await syncsChanged()
      setBusy(false)
      onApplying(false)
    }
  }
  const apply = () => {
    onApplying(true)
    return act(async () => {
      await client.secretSyncs.applyPlan.mutate({ ...ref, skipConflicts: conflicts > 0 })
      await notify(count === 0 ? 'Nothing differed: no release was made' : `Applied to ${app}`)
    })
  }
  const approve = () =>
    act(async () => {
      await client.secretSyncs.approvePlan.mutate({ ...ref, hash: plan.hash ?? '' })
      await notify('Approved')
    })
  const undo = () => act(async () => change({ plan: (await client.secretSyncs.undo.mutate(ref)).id }, { step: true }))

  const changes = count === 1 ? '1 change' : `${count} changes`
  return (
    <div className="grid gap-3">
      <FormFailure failure={failure} />
      {(applying || plan.state === 'sending') && (
        <p role="status">
          {plan.state === 'sending'
            ? 'The change is sent. Waiting for the release, then reading back…'
            : 'Asking whether the app is still as it was planned for…'}
        </p>
      )}
      {plan.state === 'planned' && (
        <p className="text-muted">
          {count === 0
            ? `Applying makes no release: nothing differs at ${app}.`
            : `Applying makes one release, which restarts ${app}.`}
          {waits && ' Somebody other than whoever made this plan has to approve it first.'}
        </p>
      )}
      {plan.approvedAt !== null && <p className="text-muted">Approved by a second person.</p>}
      {shown.writes && (
        <div className="flex flex-wrap gap-2 empty:hidden">
          {plan.state === 'planned' && waits && (
            <Button size="small" pending={busy} onClick={approve}>
              Approve
            </Button>
          )}
          {plan.state === 'planned' && !waits && (
            <Button size="small" look="primary" pending={busy} onClick={apply}>
              {conflicts === 0 ? `Apply ${changes}` : `Apply ${changes} without the conflicts`}
            </Button>
          )}
          {plan.state === 'applied' && count > 0 && (
            <Button size="small" pending={busy} onClick={undo}>
              Undo…
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

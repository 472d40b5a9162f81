'use client'

import type { Sync } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPCClient } from '@/api/client.tsx'
import type { AppLabels } from '@/components/connections/labels.ts'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import { notifyFailureOfCall } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { useSyncsChanged } from './syncs-changed.ts'

const RemoveSyncDialog = dynamic(() => import('./remove-sync-dialog.tsx').then((module) => module.RemoveSyncDialog), {
  ssr: false,
})

/** Plans, and deletes the sync. A plan changes nothing. */
export function SyncActions({ sync, shown, labels }: { sync: Sync; shown: ShownProject; labels: AppLabels }) {
  const client = useTRPCClient()
  const syncsChanged = useSyncsChanged()
  const { change } = useAddress<'plan'>()
  const [planning, setPlanning] = useState(false)
  const [asking, setAsking] = useState(false)

  async function plan() {
    setPlanning(true)
    try {
      const { id } = await client.secretSyncs.plan.mutate({ syncId: sync.id })
      await syncsChanged()
      change({ plan: id }, { step: true })
    } catch (error) {
      await notifyFailureOfCall(error)
    } finally {
      setPlanning(false)
    }
  }

  return (
    <>
      {shown.writes && (
        <Button look="primary" size="small" pending={planning} onClick={plan}>
          {planning ? 'Planning…' : 'Plan'}
        </Button>
      )}
      {shown.leads && (
        <Button look="quiet" size="small" onClick={() => setAsking(true)}>
          Delete
        </Button>
      )}
      {asking && (
        <RemoveSyncDialog {...{ sync, labels, list: `${shown.home}/syncs` }} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

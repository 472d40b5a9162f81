'use client'

import type { Sync } from '@app-connections/schemas'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import type { AppLabels } from '@/components/connections/labels.ts'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { Checkbox } from '@/components/ui/controls/checkbox.tsx'
import { destinationName } from './destination.ts'
import { useSyncsChanged } from './syncs-changed.ts'

/** Asks before a sync is deleted, and whether its keys at the app go too. */
export function RemoveSyncDialog({
  sync,
  labels,
  list,
  onClose,
}: {
  sync: Sync
  labels: AppLabels
  /** The address of the list of syncs. */
  list: string
  onClose: () => void
}) {
  const client = useTRPCClient()
  const syncsChanged = useSyncsChanged()
  const router = useRouter()
  const [removeSecrets, setRemoveSecrets] = useState(false)
  const app = destinationName(sync, labels)
  return (
    <ActionDialog
      title={`Delete ${sync.name}?`}
      description={
        <p>{`Changes of the set do not reach ${app} any more. The app keeps its values unless you choose otherwise.`}</p>
      }
      action={{ label: 'Delete sync', busy: 'Deleting…', done: `Deleted ${sync.name}` }}
      run={async () => {
        await client.secretSyncs.remove.mutate({ syncId: sync.id, removeSecrets })
        router.replace(list)
        await syncsChanged()
      }}
      onClose={onClose}
    >
      <Checkbox checked={removeSecrets} onChange={setRemoveSecrets}>
        {`Also delete its keys at ${app}`}
        <span className="block text-[0.8125rem] text-muted">
          {`Makes a release, which restarts ${app} without these values. What needs them fails. The sync goes once that has worked.`}
        </span>
      </Checkbox>
    </ActionDialog>
  )
}

'use client'

import type { ConfigSet, Secret, Sync } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import type { SetPlace } from './place.ts'
import { useSetsChanged } from './sets-changed.ts'

/** Asks before a key is deleted, and says which syncs delete it at their apps then. */
export function RemoveKeyDialog({
  set,
  place,
  secret: { secretKey },
  onClose,
}: {
  set: ConfigSet
  place: SetPlace
  secret: Secret
  onClose: () => void
}) {
  const client = useTRPCClient()
  const setsChanged = useSetsChanged()
  const syncs = useQuery(useTRPC().secretSyncs.list.queryOptions({ projectId: place.projectId }))
  const deleting = syncs.data?.filter((sync) => deletes(sync, set)) ?? []
  return (
    <ActionDialog
      title={`Delete ${secretKey}?`}
      description={
        <>
          {syncs.isPending && <p>Asking which syncs follow this set…</p>}
          {syncs.error && <p>Which syncs follow this set could not be read.</p>}
          {syncs.data && deleting.length === 0 && <p>No sync deletes it at an app.</p>}
          {deleting.length > 0 && (
            <>
              <p>These syncs delete it at their apps too, if they set it there:</p>
              <ul className="list-inside list-disc break-words">
                {deleting.map(({ id, name, isAutoSyncEnabled }) => (
                  <li key={id}>{`${name}, ${isAutoSyncEnabled ? 'soon and by itself' : 'once a plan is applied'}`}</li>
                ))}
              </ul>
            </>
          )}
          <p>Its history is kept.</p>
        </>
      }
      action={{ label: 'Delete key', busy: 'Deleting…', done: `Deleted ${secretKey}` }}
      waiting={syncs.isPending}
      run={async () => {
        await client.secrets.remove.mutate({ ...place, secretName: secretKey })
        await setsChanged()
      }}
      onClose={onClose}
    />
  )
}

function deletes({ folder, syncOptions }: Sync, set: ConfigSet): boolean {
  return folder.id === set.id && syncOptions.disableSecretDeletion !== true
}

'use client'

import type { Identity } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { useWouldEnd } from '@/components/ends/use-would-end.ts'
import { WouldEnd } from '@/components/ends/would-end.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'

/** Asks before a machine identity is deleted. */
export function RemoveIdentityDialog({
  identity,
  onClose,
  onRemoved,
}: {
  identity: Identity
  onClose: () => void
  onRemoved: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const ends = useWouldEnd(identity.id, () =>
    client.identities.remove.mutate({ identityId: identity.id, dryRun: true }),
  )
  return (
    <ActionDialog
      title={`Delete ${identity.name}?`}
      description={<p>All its secrets and tokens end at once, and programs that use them are refused.</p>}
      action={{ label: 'Delete identity', busy: 'Deleting…', done: `Deleted ${identity.name}` }}
      run={async () => {
        await client.identities.remove.mutate({ identityId: identity.id })
        onRemoved()
        await queryClient.invalidateQueries(trpc.identities.list.pathFilter())
        await queryClient.invalidateQueries(trpc.members.pathFilter())
      }}
      onClose={onClose}
      waiting={ends.data === undefined}
    >
      <WouldEnd query={ends} />
    </ActionDialog>
  )
}

'use client'

import type { Lease } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'

/** Asks before a lease is ended early. */
export function EndLeaseDialog({ lease, onClose }: { lease: Lease; onClose: () => void }) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { app, connectionId, id: leaseId, holder } = lease
  return (
    <ActionDialog
      title={`End the lease of ${holder.name}?`}
      description={`Its token stops working at once, whatever it is used for just now. The grant stays: ${holder.name} may open another one.`}
      action={{ label: 'End lease', busy: 'Ending…', done: `Ended the lease of ${holder.name}` }}
      run={async () => {
        try {
          await client.leases.end.mutate({ app, connectionId, leaseId })
        } finally {
          const { leases, auditEvents } = trpc
          await Promise.all([leases, auditEvents].map((noun) => queryClient.invalidateQueries(noun.pathFilter())))
        }
      }}
      onClose={onClose}
    />
  )
}

'use client'

import { useTRPCClient } from '@/api/client.tsx'
import { NameDialog } from '@/components/form/name-dialog.tsx'
import { leaveTo } from '@/components/session/requests.ts'

/** Creates another organization with the visitor as its admin, and opens it. */
export function CreateOrganizationDialog({ onClose }: { onClose: () => void }) {
  const client = useTRPCClient()
  return (
    <NameDialog
      title="New organization"
      description="It has its own connections, people and machine identities. You become its first admin."
      action={{ label: 'Create organization', busy: 'Creating…' }}
      send={async (name) => leaveTo(`/o/${(await client.organizations.create.mutate({ name })).slug}`)}
      onClose={onClose}
    />
  )
}

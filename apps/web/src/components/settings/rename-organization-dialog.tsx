'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { NameDialog } from '@/components/form/name-dialog.tsx'
import { notify } from '@/components/toasts/toasts.ts'

/** Renames the organization. Its short name, which is in its addresses, stays. */
export function RenameOrganizationDialog({
  organization,
  onClose,
}: {
  organization: { name: string; slug: string }
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  return (
    <NameDialog
      title={`Rename ${organization.name}`}
      description={`Its short name ${organization.slug} and its id stay, so no link and no program breaks.`}
      name={organization.name}
      action={{ label: 'Rename', busy: 'Renaming…' }}
      send={async (name) => {
        await client.organizations.update.mutate({ name })
        await queryClient.invalidateQueries(trpc.organizations.pathFilter())
        // The frame around the page has the name from the server.
        router.refresh()
        onClose()
        await notify(`Renamed to ${name}`)
      }}
      onClose={onClose}
    />
  )
}

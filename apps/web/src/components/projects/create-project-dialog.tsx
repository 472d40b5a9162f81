'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { NameDialog } from '@/components/form/name-dialog.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'

/** Creates a project with the visitor as its first admin, and opens its page. */
export function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { organization } = useOrganization()
  return (
    <NameDialog
      title="New project"
      description="You become its first admin and decide who else is in it."
      action={{ label: 'Create project', busy: 'Creating…' }}
      send={async (name) => {
        const { id } = await client.projects.create.mutate({ name })
        await queryClient.invalidateQueries(trpc.projects.pathFilter())
        onClose()
        router.push(`/o/${organization.slug}/projects/${id}`)
      }}
      onClose={onClose}
    />
  )
}

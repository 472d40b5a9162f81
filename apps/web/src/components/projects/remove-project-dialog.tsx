'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'

/** Asks before a project is deleted. The service refuses one that holds connections, and names them. */
export function RemoveProjectDialog({
  project,
  onClose,
  onRemoved,
}: {
  project: { id: string; name: string }
  onClose: () => void
  onRemoved: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <ActionDialog
      title={`Delete ${project.name}?`}
      description={
        <p>All its members lose access at once. A project with connections can be deleted once they are deleted.</p>
      }
      action={{ label: 'Delete project', busy: 'Deleting…', done: `Deleted ${project.name}` }}
      run={async () => {
        await client.projects.remove.mutate({ projectId: project.id })
        onRemoved()
        await queryClient.invalidateQueries(trpc.projects.pathFilter())
      }}
      onClose={onClose}
    />
  )
}

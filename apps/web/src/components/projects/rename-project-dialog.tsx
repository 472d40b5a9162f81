'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { NameDialog } from '@/components/form/name-dialog.tsx'
import { notify } from '@/components/toasts/toasts.ts'

/** Gives a project another name. */
export function RenameProjectDialog({
  project,
  onClose,
}: {
  project: { id: string; name: string; slug: string }
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <NameDialog
      title={`Rename ${project.name}`}
      description={`Its short name ${project.slug} and its id stay, so nothing that uses them breaks.`}
      name={project.name}
      action={{ label: 'Rename', busy: 'Renaming…' }}
      send={async (name) => {
        await client.projects.update.mutate({ projectId: project.id, name })
        await queryClient.invalidateQueries(trpc.projects.pathFilter())
        await queryClient.invalidateQueries(trpc.appConnections.pathFilter())
        onClose()
        await notify(`Renamed to ${name}`)
      }}
      onClose={onClose}
    />
  )
}

'use client'

import { matchQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { useConnectionsChanged } from '@/components/connections/connections-changed.ts'
import { useWouldEnd } from '@/components/ends/use-would-end.ts'
import { WouldEnd } from '@/components/ends/would-end.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { type Member, memberKey, memberRef } from './member-ref.ts'

/** Asks before a member is taken out of the organization (`projectId` null) or of one project, and says what ends. */
export function RemoveMemberDialog({
  member,
  projectId,
  onClose,
}: {
  member: Member
  projectId: string | null
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const connectionsChanged = useConnectionsChanged()
  const { person } = useOrganization()
  const whom = memberRef(member)
  // What was made through a member ends with their place in the organization, not in a project.
  const ends = useWouldEnd(projectId === null ? memberKey(member) : undefined, () =>
    client.members.remove.mutate({ scope: 'organization', member: whom, dryRun: true }),
  )
  return (
    <ActionDialog
      title={`Remove ${member.name} from the ${projectId === null ? 'organization' : 'project'}?`}
      description={<p>{whatEnds(member, projectId)}</p>}
      action={{ label: 'Remove', busy: 'Removing…', done: `Removed ${member.name}` }}
      run={async () => {
        await client.members.remove.mutate(
          projectId === null ? { scope: 'organization', member: whom } : { scope: 'project', projectId, member: whom },
        )
        if (projectId === null || member.personId !== person.id) {
          await queryClient.invalidateQueries(trpc.members.pathFilter())
          return
        }
        // Who has left a project sees it no more, nor what is in it: its members are not asked for again.
        const unseen = trpc.members.list.queryFilter({ projectId })
        const seen = trpc.members.pathFilter({ predicate: (query) => !matchQuery(unseen, query) })
        await Promise.all([
          queryClient.invalidateQueries(seen),
          queryClient.invalidateQueries(trpc.projects.pathFilter()),
          connectionsChanged(),
        ])
      }}
      onClose={onClose}
      waiting={projectId === null && ends.data === undefined}
    >
      {projectId === null && <WouldEnd query={ends} />}
    </ActionDialog>
  )
}

function whatEnds({ personId }: Member, projectId: string | null): string {
  if (projectId !== null) return 'They no longer see or use the connections of this project.'
  if (personId === null)
    return 'The machine identity loses its roles here and in every project. Its secrets and tokens stay, without any role.'
  return 'They are signed out everywhere and lose their roles in every project.'
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { type Member, memberKey, memberRef } from '@/components/members/member-ref.ts'
import { RoleSelect } from '@/components/members/role-select.tsx'
import { projectRoleName, projectRoles, projectRoleWords } from '@/components/members/role-words.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { List, ListRow } from '@/components/ui/lists/list.tsx'

const AddMemberDialog = dynamic(() => import('./add-member-dialog.tsx').then((module) => module.AddMemberDialog), {
  ssr: false,
})
const RemoveMemberDialog = dynamic(
  () => import('@/components/members/remove-member-dialog.tsx').then((module) => module.RemoveMemberDialog),
  { ssr: false },
)

/** The members of a project. `leads`: the visitor is an admin of it. */
export function ProjectMembers({ projectId, leads }: { projectId: string; leads: boolean }) {
  const client = useTRPCClient()
  const members = useQuery(useTRPC().members.list.queryOptions({ projectId }))
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Member>()
  return (
    <Section
      title="Members"
      action={
        leads && (
          <Button size="small" onClick={() => setAdding(true)}>
            <UserPlus aria-hidden />
            Add a member
          </Button>
        )
      }
    >
      {members.error && (
        <QueryFailure failure={failureOf(members.error)} busy={members.isFetching} onRetry={() => members.refetch()} />
      )}
      {members.isPending && <RowsSkeleton label="Loading members" />}
      {members.data && (
        <List label="Members of the project">
          {members.data.map((member) => (
            <ListRow key={memberKey(member)} name={member.name} more={member.email ?? 'Machine identity'}>
              {leads ? (
                <>
                  <RoleSelect
                    label={`Role of ${member.name}`}
                    role={member.role}
                    roles={projectRoles}
                    words={projectRoleWords}
                    onChoose={async (role) => {
                      await client.members.set.mutate({ scope: 'project', projectId, member: memberRef(member), role })
                      return 'changed'
                    }}
                  />
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`Remove ${member.name}`}
                    onClick={() => setLeaving(member)}
                  >
                    Remove
                  </Button>
                </>
              ) : (
                projectRoleName(member.role)
              )}
            </ListRow>
          ))}
        </List>
      )}
      {adding && <AddMemberDialog projectId={projectId} onClose={() => setAdding(false)} />}
      {leaving && <RemoveMemberDialog member={leaving} projectId={projectId} onClose={() => setLeaving(undefined)} />}
    </Section>
  )
}

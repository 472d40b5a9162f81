'use client'

import type { Made, OrganizationRole } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { List, ListRow } from '@/components/ui/lists/list.tsx'
import { type Member, memberKey, memberRef } from './member-ref.ts'
import { useMembersChanged } from './members-changed.ts'
import { RoleSelect } from './role-select.tsx'
import { organizationRoles, organizationRoleWords } from './role-words.ts'

const DemoteDialog = dynamic(() => import('./demote-dialog.tsx').then((module) => module.DemoteDialog), { ssr: false })

/** A role that is about to be taken, with what ends with it. */
interface Demotion {
  member: Member
  role: OrganizationRole
  made: readonly Made[]
}

/** The members of the organization. */
export function MembersList({
  members,
  onRemove,
  onReset,
}: {
  members: readonly Member[]
  onRemove: (member: Member) => void
  onReset: (member: Member) => void
}) {
  const client = useTRPCClient()
  const membersChanged = useMembersChanged()
  const { person } = useOrganization()
  const [demoting, setDemoting] = useState<Demotion>()

  async function choose(member: Member, role: OrganizationRole) {
    const change = { scope: 'organization' as const, member: memberRef(member), role }
    const { wouldEnd: made = [] } = await client.members.set.mutate({ ...change, dryRun: true })
    if (made.length > 0) {
      setDemoting({ member, role, made })
      return 'asked'
    }
    await client.members.set.mutate(change)
    return 'changed'
  }

  return (
    <>
      <List label="Members">
        {members.map((member) => (
          <ListRow
            key={memberKey(member)}
            name={
              <>
                {member.name}
                {member.personId === person.id && <span className="font-normal text-muted"> (you)</span>}
              </>
            }
            more={member.email ?? 'Machine identity'}
          >
            <RoleSelect
              label={`Role of ${member.name}`}
              role={member.role}
              roles={organizationRoles}
              words={organizationRoleWords}
              onChoose={(role) => choose(member, role)}
            />
            {/* The same width without the button, so that the roles line up. */}
            <div className="sm:w-33">
              {member.personId !== null && (
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Reset password of ${member.name}`}
                  onClick={() => onReset(member)}
                >
                  <span className="max-sm:hidden">Reset password</span>
                  <span className="sm:hidden">Reset</span>
                </Button>
              )}
            </div>
            <Button look="quiet" size="small" aria-label={`Remove ${member.name}`} onClick={() => onRemove(member)}>
              Remove
            </Button>
          </ListRow>
        ))}
      </List>
      {demoting && (
        <DemoteDialog
          name={demoting.member.name}
          role={demoting.role}
          made={demoting.made}
          run={async () => {
            const { member, role } = demoting
            await client.members.set.mutate({ scope: 'organization', member: memberRef(member), role })
            await membersChanged()
          }}
          onClose={() => setDemoting(undefined)}
        />
      )}
    </>
  )
}

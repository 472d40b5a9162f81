'use client'

import { useTRPCClient } from '@/api/client.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { List, ListRow } from '@/components/ui/lists/list.tsx'
import { type Member, memberKey, memberRef } from './member-ref.ts'
import { RoleSelect } from './role-select.tsx'
import { organizationRoles, organizationRoleWords } from './role-words.ts'

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
  const { person } = useOrganization()
  return (
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
            onChoose={(role) => client.members.set.mutate({ scope: 'organization', member: memberRef(member), role })}
          />
          {/* The same width without the button, so that the roles line up. */}
          <div className="sm:w-33">
            {member.personId !== null && (
              <Button
                look="quiet"
                size="small"
                aria-label={`Reset the password of ${member.name}`}
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
  )
}

'use client'

import { useTRPCClient } from '@/api/client.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/button.tsx'
import { ActionsCell, ActionsHead, Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/table.tsx'
import { type Member, memberKey, memberRef } from './member-ref.ts'
import { RoleSelect } from './role-select.tsx'
import { organizationRoles, organizationRoleWords } from './role-words.ts'

/** The members of the organization. */
export function MembersTable({
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
    <Table label="Members">
      <TableHead>
        <th scope="col">Name</th>
        <th scope="col">Role</th>
        <ActionsHead />
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <Row key={memberKey(member)}>
            <NameCell>
              <p className="truncate font-medium">
                {member.name}
                {member.personId === person.id && <span className="font-normal text-muted"> (you)</span>}
              </p>
              <p className="truncate text-[0.8125rem] text-muted">{member.email ?? 'Machine identity'}</p>
            </NameCell>
            <Cell>
              <RoleSelect
                label={`Role of ${member.name}`}
                role={member.role}
                roles={organizationRoles}
                words={organizationRoleWords}
                onChoose={(role) =>
                  client.members.set.mutate({ scope: 'organization', member: memberRef(member), role })
                }
              />
            </Cell>
            <ActionsCell>
              <span className="flex flex-wrap justify-end gap-1 md:flex-nowrap">
                {member.personId !== null && (
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`New password for ${member.name}`}
                    onClick={() => onReset(member)}
                  >
                    New password
                  </Button>
                )}
                <Button look="quiet" size="small" aria-label={`Remove ${member.name}`} onClick={() => onRemove(member)}>
                  Remove
                </Button>
              </span>
            </ActionsCell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

'use client'

import type { Made, OrganizationRole } from '@app-connections/schemas'
import { Ends } from '@/components/ends/would-end.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { organizationRoleWords } from './role-words.ts'

/** Asks once before a role is taken from a member whose secrets, tokens, invitations or webhooks end with it. */
export function DemoteDialog({
  name,
  role,
  made,
  run,
  onClose,
}: {
  name: string
  role: OrganizationRole
  made: readonly Made[]
  run: () => Promise<unknown>
  onClose: () => void
}) {
  const { name: roleName, meaning } = organizationRoleWords[role]
  return (
    <ActionDialog
      title={`Change the role of ${name} to ${roleName}?`}
      description={<p>{`${roleName}: ${meaning}.`}</p>}
      action={{ label: 'Change role', busy: 'Changing…', done: `Role of ${name}: ${roleName}` }}
      run={run}
      onClose={onClose}
    >
      <Ends made={made} />
    </ActionDialog>
  )
}

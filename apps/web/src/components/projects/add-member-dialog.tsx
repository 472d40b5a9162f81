'use client'

import { projectRoleSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { RoleField } from '@/components/members/role-field.tsx'
import { projectRoles, projectRoleWords } from '@/components/members/role-words.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'

const formSchema = z.object({ member: z.uuid('Choose a member'), role: projectRoleSchema })

/** Adds a person or machine of the organization to a project. */
export function AddMemberDialog({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const candidates = useQuery(trpc.members.candidates.queryOptions({ projectId }))
  const { people = [], identities = [] } = candidates.data ?? {}
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { member: '', role: 'member' as const },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['member', 'role'],
    places: { unknownMember: 'member' },
    async send({ member: id, role }) {
      const person = people.find((each) => each.id === id)
      const member = person === undefined ? { identityId: id } : { personId: id }
      await client.members.set.mutate({ scope: 'project', projectId, member, role })
      await queryClient.invalidateQueries(trpc.members.pathFilter())
      onClose()
      await notify(`Added ${[...people, ...identities].find((each) => each.id === id)?.name ?? 'a member'}`)
      return undefined
    },
  })
  const nobody = candidates.data !== undefined && people.length + identities.length === 0
  return (
    <FormDialog
      title="Add a member"
      description="Choose from the people and machine identities of the organization. Invite others to the organization first."
      form={form}
      submission={submission}
      action={{ label: 'Add', busy: 'Adding…' }}
      onClose={onClose}
    >
      {candidates.error && (
        <QueryFailure
          failure={failureOf(candidates.error)}
          busy={candidates.isFetching}
          onRetry={() => candidates.refetch()}
        />
      )}
      <Field
        label="Member"
        hint={nobody ? 'Everyone in the organization is already in the project.' : undefined}
        error={errors.member?.message}
      >
        {(control) => (
          <Select {...control} {...form.register('member')}>
            <option value="">{candidates.isPending ? 'Loading…' : 'Choose…'}</option>
            {people.length > 0 && (
              <optgroup label="People">
                {people.map(({ id, name, email }) => (
                  <option key={id} value={id}>
                    {name} ({email})
                  </option>
                ))}
              </optgroup>
            )}
            {identities.length > 0 && (
              <optgroup label="Machine identities">
                {identities.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
          </Select>
        )}
      </Field>
      <RoleField
        roles={projectRoles}
        words={projectRoleWords}
        field={form.register('role')}
        error={errors.role?.message}
      />
    </FormDialog>
  )
}

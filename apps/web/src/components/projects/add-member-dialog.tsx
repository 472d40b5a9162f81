'use client'

import { projectRoleSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { type Member, memberKey, memberRef } from '@/components/members/member-ref.ts'
import { projectRoles, projectRoleWords } from '@/components/members/role-words.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/field.tsx'
import { Select } from '@/components/ui/select.tsx'

const formSchema = z.object({ member: z.string().min(1, 'Choose who'), role: projectRoleSchema })

/** Adds a person or machine of the organization to a project. */
export function AddMemberDialog({
  projectId,
  present,
  onClose,
}: {
  projectId: string
  present: readonly Member[]
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const everyone = useQuery(trpc.members.list.queryOptions({}))
  const inside = new Set(present.map(memberKey))
  const others = (everyone.data ?? []).filter((member) => !inside.has(memberKey(member)))
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { member: '', role: 'member' as const },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['member', 'role'],
    fieldOfBadRequest: () => 'member',
    async send({ member: key, role }) {
      const member = others.find((each) => memberKey(each) === key)
      if (member === undefined) return { message: 'They are no longer in the organization.' }
      await client.members.set.mutate({ scope: 'project', projectId, member: memberRef(member), role })
      await queryClient.invalidateQueries(trpc.members.pathFilter())
      onClose()
      await notify(`Added ${member.name}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title="Add a member"
      description="People and machines of the organization. Whoever is not in it yet is invited first."
      form={form}
      submission={submission}
      action={{ label: 'Add', busy: 'Adding…' }}
      onClose={onClose}
    >
      <Field
        label="Who"
        hint={everyone.data && others.length === 0 ? 'Everybody of the organization is in the project.' : undefined}
        error={errors.member?.message}
      >
        {(control) => (
          <Select {...control} {...form.register('member')}>
            <option value="">Choose…</option>
            {others.map((member) => (
              <option key={memberKey(member)} value={memberKey(member)}>
                {member.name} ({member.email ?? 'machine identity'})
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Role" error={errors.role?.message}>
        {(control) => (
          <Select {...control} {...form.register('role')}>
            {projectRoles.map((role) => (
              <option key={role} value={role}>
                {projectRoleWords[role].name}: {projectRoleWords[role].meaning}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  )
}

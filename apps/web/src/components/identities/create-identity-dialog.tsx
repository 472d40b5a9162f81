'use client'

import { createIdentitySchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { NameField } from '@/components/form/name-field.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { RoleField } from '@/components/members/role-field.tsx'
import { organizationRoles, organizationRoleWords } from '@/components/members/role-words.ts'
import { useOrganization } from '@/components/organization/organization.tsx'

/** Creates a machine identity and opens its page, where its secrets are created. */
export function CreateIdentityDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { organization } = useOrganization()
  const form = useForm({
    resolver: zodResolver(createIdentitySchema.pick({ name: true, role: true })),
    defaultValues: { name: '', role: 'member' as const },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['name', 'role'],
    async send(identity) {
      const { id } = await client.identities.create.mutate(identity)
      await queryClient.invalidateQueries(trpc.identities.pathFilter())
      await queryClient.invalidateQueries(trpc.members.pathFilter())
      onClose()
      router.push(`/o/${organization.slug}/identities/${id}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title="New machine identity"
      description="What a program signs in as. Create one per program so you can revoke it on its own."
      form={form}
      submission={submission}
      action={{ label: 'Create', busy: 'Creating…' }}
      onClose={onClose}
    >
      <NameField field={form.register('name')} error={errors.name?.message} placeholder="deploy-bot" />
      <RoleField
        label="Role in the organization"
        roles={organizationRoles}
        words={organizationRoleWords}
        field={form.register('role')}
        error={errors.role?.message}
      />
    </FormDialog>
  )
}

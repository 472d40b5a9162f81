'use client'

import { createInvitationSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { ShownOnce } from '@/components/form/shown-once.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { RoleField } from './role-field.tsx'
import { organizationRoles, organizationRoleWords } from './role-words.ts'

/** Invites a person and shows the link to send to them. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [created, setCreated] = useState<{ email: string; url: string }>()
  const form = useForm({
    resolver: zodResolver(createInvitationSchema),
    defaultValues: { email: '', role: 'member' as const },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['email', 'role'],
    async send(invitation) {
      setCreated(await client.invitations.create.mutate(invitation))
      await queryClient.invalidateQueries(trpc.invitations.pathFilter())
      return undefined
    },
  })

  if (created) {
    return (
      <ShownOnce
        title={`Invited ${created.email}`}
        description="Send them this link yourself: App Connections does not email it. It works once and for 7 days."
        onClose={onClose}
      >
        <CopyField label="Invitation link" text={created.url} />
      </ShownOnce>
    )
  }
  return (
    <FormDialog
      title="Invite a person"
      description="You get a link to send to them. They use it to set their own password."
      form={form}
      submission={submission}
      action={{ label: 'Create link', busy: 'Creating link…' }}
      onClose={onClose}
    >
      <Field label="Email" error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoFocus autoComplete="off" {...form.register('email')} />}
      </Field>
      <RoleField
        roles={organizationRoles}
        words={organizationRoleWords}
        field={form.register('role')}
        error={errors.role?.message}
      />
    </FormDialog>
  )
}

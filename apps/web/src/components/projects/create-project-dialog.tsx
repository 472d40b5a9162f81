'use client'

import { createProjectSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'

/** Makes a project, with the visitor as its first admin, and goes to its page. */
export function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { organization } = useOrganization()
  const form = useForm({
    resolver: zodResolver(createProjectSchema.pick({ name: true })),
    defaultValues: { name: '' },
  })
  const submission = useSubmission(form, {
    fields: ['name'],
    fieldOfBadRequest: () => 'name',
    async send(project) {
      const { id } = await client.projects.create.mutate(project)
      await queryClient.invalidateQueries(trpc.projects.pathFilter())
      onClose()
      router.push(`/o/${organization.slug}/projects/${id}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title="New project"
      description="You become its first admin, and decide who else is in it."
      form={form}
      submission={submission}
      action={{ label: 'Create project', busy: 'Creating…' }}
      onClose={onClose}
    >
      <Field label="Name" error={form.formState.errors.name?.message}>
        {(control) => <Input {...control} autoFocus autoComplete="off" {...form.register('name')} />}
      </Field>
    </FormDialog>
  )
}

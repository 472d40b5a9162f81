'use client'

import { updateProjectSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'

/** Gives a project another name. */
export function RenameProjectDialog({
  project,
  onClose,
}: {
  project: { id: string; name: string; slug: string }
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(updateProjectSchema.pick({ name: true })),
    defaultValues: { name: project.name },
  })
  const submission = useSubmission(form, {
    fields: ['name'],
    fieldOfBadRequest: () => 'name',
    async send({ name }) {
      await client.projects.update.mutate({ projectId: project.id, name })
      await queryClient.invalidateQueries(trpc.projects.pathFilter())
      await queryClient.invalidateQueries(trpc.appConnections.pathFilter())
      onClose()
      await notify(`Renamed to ${name}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title={`Rename ${project.name}`}
      description={`Its short name ${project.slug} and its id stay, so nothing that uses them breaks.`}
      form={form}
      submission={submission}
      action={{ label: 'Rename', busy: 'Renaming…' }}
      onClose={onClose}
    >
      <Field label="Name" error={form.formState.errors.name?.message}>
        {(control) => <Input {...control} autoFocus autoComplete="off" {...form.register('name')} />}
      </Field>
    </FormDialog>
  )
}

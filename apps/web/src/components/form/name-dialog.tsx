'use client'

import { createOrganizationSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { FormDialog } from './form-dialog.tsx'
import { NameField } from './name-field.tsx'
import { useSubmission } from './use-submission.ts'

/** Everything that asks only for a name has the same rules. */
const formSchema = createOrganizationSchema.pick({ name: true })

/** Asks only for a name, to create or rename something. A taken name is shown at the field. */
export function NameDialog({
  title,
  description,
  name = '',
  action,
  send,
  onClose,
}: {
  title: string
  description: string
  /** The current name. */
  name?: string
  action: { label: string; busy: string }
  send: (name: string) => Promise<unknown>
  onClose: () => void
}) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { name } })
  const submission = useSubmission(form, {
    fields: ['name'],
    places: { organizationSlugTaken: 'name', projectSlugTaken: 'name' },
    async send(given) {
      await send(given.name)
      return undefined
    },
  })
  return (
    <FormDialog
      title={title}
      description={description}
      form={form}
      submission={submission}
      action={action}
      onClose={onClose}
    >
      <NameField field={form.register('name')} error={form.formState.errors.name?.message} />
    </FormDialog>
  )
}

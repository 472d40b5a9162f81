'use client'

import { createSecretSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { useSetsChanged } from './sets-changed.ts'
import { ValueField } from './value-field.tsx'

const formSchema = createSecretSchema.pick({ environment: true, secretPath: true, secretName: true, secretValue: true })

/** Creates a config set with its first key, and opens it. */
export function NewSetDialog({
  projectId,
  setsPath,
  onClose,
}: {
  projectId: string
  /** The address of the list; each set is below it. */
  setsPath: string
  onClose: () => void
}) {
  const client = useTRPCClient()
  const setsChanged = useSetsChanged()
  const router = useRouter()
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { environment: '', secretPath: '/', secretName: '', secretValue: '' },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['environment', 'secretPath', 'secretName', 'secretValue'],
    places: { secretExists: 'secretName' },
    async send(values) {
      await client.secrets.create.mutate({ projectId, ...values })
      const sets = await client.secrets.sets.query({ projectId })
      const { environment, secretPath } = values
      const made = sets.find((set) => set.environment.slug === environment && set.secretPath === secretPath)
      await setsChanged()
      onClose()
      if (made !== undefined) router.push(`${setsPath}/${made.id}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title="New config set"
      description="A set holds the values of one environment. It exists as soon as it has its first key."
      form={form}
      submission={submission}
      action={{ label: 'Create config set', busy: 'Creating…' }}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Environment" error={errors.environment?.message}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              placeholder="production"
              {...form.register('environment')}
            />
          )}
        </Field>
        <Field label="Path" error={errors.secretPath?.message}>
          {(control) => <Input {...control} autoComplete="off" {...form.register('secretPath')} />}
        </Field>
      </div>
      <Field label="First key" error={errors.secretName?.message}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            autoComplete="off"
            placeholder="DATABASE_URL"
            {...form.register('secretName')}
          />
        )}
      </Field>
      <ValueField field={form.register('secretValue')} error={errors.secretValue?.message} />
    </FormDialog>
  )
}

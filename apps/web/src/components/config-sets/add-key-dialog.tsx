'use client'

import { createSecretSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import type { SetPlace } from './place.ts'
import { useSetsChanged } from './sets-changed.ts'
import { ValueField } from './value-field.tsx'
import { WriteOnlyChoice } from './write-only-choice.tsx'

const formSchema = createSecretSchema.pick({
  secretName: true,
  secretValue: true,
  secretComment: true,
  writeOnly: true,
})

/** Adds a key to a set. */
export function AddKeyDialog({ place, onClose }: { place: SetPlace; onClose: () => void }) {
  const client = useTRPCClient()
  const setsChanged = useSetsChanged()
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { secretName: '', secretValue: '', secretComment: '', writeOnly: false },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['secretName', 'secretValue', 'secretComment'],
    places: { secretExists: 'secretName' },
    async send(values) {
      await client.secrets.create.mutate({ ...place, ...values })
      await setsChanged()
      onClose()
      await notify(`Added ${values.secretName}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title="Add a key"
      description="Syncs that follow this set by themselves set it at their apps soon after."
      form={form}
      submission={submission}
      action={{ label: 'Add key', busy: 'Adding…' }}
      onClose={onClose}
    >
      <Field label="Key" error={errors.secretName?.message}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            className="font-mono"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register('secretName')}
          />
        )}
      </Field>
      <ValueField field={form.register('secretValue')} error={errors.secretValue?.message} />
      <Field label="Comment" optional error={errors.secretComment?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('secretComment')} />}
      </Field>
      <WriteOnlyChoice
        checked={form.watch('writeOnly') ?? false}
        onChange={(checked) => form.setValue('writeOnly', checked, { shouldDirty: true })}
      />
    </FormDialog>
  )
}

'use client'

import { type Secret, secretKeySchema, secretValueSchema, updateSecretSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Checkbox } from '@/components/ui/controls/checkbox.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import type { SetPlace } from './place.ts'
import { useSetsChanged } from './sets-changed.ts'
import { ValueField } from './value-field.tsx'
import { WriteOnlyChoice } from './write-only-choice.tsx'

const formSchema = z.object({
  newSecretName: secretKeySchema,
  replaces: z.boolean(),
  secretValue: secretValueSchema,
  secretComment: updateSecretSchema.shape.secretComment,
  writeOnly: z.boolean(),
})

/** Changes a key: its name, its comment, its value. What is left as it is makes no difference. */
export function EditKeyDialog({ place, secret, onClose }: { place: SetPlace; secret: Secret; onClose: () => void }) {
  const client = useTRPCClient()
  const setsChanged = useSetsChanged()
  const { secretKey, secretComment, writeOnly } = secret
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { newSecretName: secretKey, replaces: false, secretValue: '', secretComment, writeOnly },
  })
  const { errors } = form.formState
  const renamed = form.watch('newSecretName') !== secretKey
  const submission = useSubmission(form, {
    fields: ['newSecretName', 'secretValue', 'secretComment'],
    places: { secretExists: 'newSecretName' },
    async send(values) {
      await client.secrets.update.mutate({
        ...{ ...place, secretName: secretKey },
        ...(values.newSecretName === secretKey ? {} : { newSecretName: values.newSecretName }),
        ...(values.replaces ? { secretValue: values.secretValue } : {}),
        ...(values.secretComment === secretComment ? {} : { secretComment: values.secretComment }),
        ...(values.writeOnly && !writeOnly ? { writeOnly: true as const } : {}),
      })
      await setsChanged()
      onClose()
      await notify(`Saved ${values.newSecretName}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title={`Edit ${secretKey}`}
      description="Every change is a version of its own; the history keeps those before."
      form={form}
      submission={submission}
      action={{ label: 'Save', busy: 'Saving…' }}
      onClose={onClose}
    >
      <Field
        label="Key"
        error={errors.newSecretName?.message}
        note={renamed && 'Syncs delete the old name at their apps and add the new one.'}
      >
        {(control) => (
          <Input {...control} className="font-mono" autoComplete="off" {...form.register('newSecretName')} />
        )}
      </Field>
      <Checkbox
        checked={form.watch('replaces')}
        onChange={(checked) => form.setValue('replaces', checked, { shouldDirty: true })}
      >
        Replace the value
      </Checkbox>
      {form.watch('replaces') && (
        <ValueField field={form.register('secretValue')} error={errors.secretValue?.message} />
      )}
      <Field label="Comment" optional error={errors.secretComment?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('secretComment')} />}
      </Field>
      {!writeOnly && (
        <WriteOnlyChoice
          checked={form.watch('writeOnly')}
          onChange={(checked) => form.setValue('writeOnly', checked, { shouldDirty: true })}
        />
      )}
    </FormDialog>
  )
}

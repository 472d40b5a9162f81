'use client'

import { provePasswordSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { useTRPCClient } from '@/api/client.tsx'
import { passwordProof } from '@/api/password-proof.ts'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'

/** Asks for the visitor's password once more; what they were about to do then goes on. */
export function PasswordProofDialog() {
  const client = useTRPCClient()
  const form = useForm({ resolver: zodResolver(provePasswordSchema), defaultValues: { password: '' } })
  const submission = useSubmission(form, {
    fields: ['password'],
    places: { wrongPassword: 'password' },
    async send(given) {
      await client.session.provePassword.mutate(given)
      passwordProof.answer(true)
      return undefined
    },
  })
  return (
    <FormDialog
      title="Confirm that it is you"
      description="Enter your password to go on. You are asked again after ten minutes."
      form={form}
      submission={submission}
      action={{ label: 'Continue', busy: 'Checking…' }}
      onClose={() => passwordProof.answer(false)}
    >
      <Field label="Password" error={form.formState.errors.password?.message}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoFocus
            autoComplete="current-password"
            {...form.register('password')}
          />
        )}
      </Field>
    </FormDialog>
  )
}

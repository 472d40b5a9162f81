'use client'

import { resetPasswordSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { createBrowserClient } from '@/api/client.tsx'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { Button, buttonStyle } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { useAddressToken } from './address-token.ts'
import { IncompleteLink } from './incomplete-link.tsx'

const formSchema = resetPasswordSchema.omit({ token: true })

/** Sets a new password with the link from an admin or the operator. */
export function ResetPasswordForm() {
  const token = useAddressToken()
  const [done, setDone] = useState(false)
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { password: '' } })
  const { errors, isSubmitting } = form.formState
  const { submit, failure } = useSubmission(form, {
    fields: ['password'],
    async send({ password }) {
      await createBrowserClient().people.resetPassword.mutate({ token: token ?? '', password })
      setDone(true)
      return undefined
    },
  })

  if (done) {
    return (
      <div role="status" className="grid justify-items-start gap-3">
        <p>Your new password is set.</p>
        <a href="/sign-in" className={buttonStyle({ look: 'primary' })}>
          Sign in
        </a>
      </div>
    )
  }
  if (token === '') return <IncompleteLink />
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormFailure failure={failure} />
      <Field label="New password" hint="At least 12 characters." error={errors.password?.message}>
        {(control) => (
          <Input {...control} type="password" autoComplete="new-password" autoFocus {...form.register('password')} />
        )}
      </Field>
      <Button type="submit" look="primary" pending={isSubmitting}>
        {isSubmitting ? 'Saving…' : 'Set password'}
      </Button>
    </form>
  )
}

'use client'

import { emailSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { leaveTo, signIn } from '@/components/session/requests.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'

const signInSchema = z.object({ email: emailSchema, password: z.string().min(1, 'Enter your password') })

export function SignInForm({ next }: { next: string }) {
  const form = useForm({ resolver: zodResolver(signInSchema), defaultValues: { email: '', password: '' } })
  const { errors, isSubmitting } = form.formState
  const { submit, failure } = useSubmission(form, {
    fields: ['email', 'password'],
    send: async (credentials) => (await signIn(credentials)) ?? leaveTo(next),
  })

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormFailure failure={failure} />
      <Field label="Email" error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="username" autoFocus {...form.register('email')} />}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(control) => (
          <Input {...control} type="password" autoComplete="current-password" {...form.register('password')} />
        )}
      </Field>
      <Button type="submit" look="primary" pending={isSubmitting}>
        {isSubmitting ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}

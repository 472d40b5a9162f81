'use client'

import { completeSetupSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { createBrowserClient } from '@/api/client.tsx'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { leaveTo, signIn } from '@/components/session/requests.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'

const empty = { code: '', organization: '', name: '', email: '', password: '' }

export function SetupForm() {
  const form = useForm({ resolver: zodResolver(completeSetupSchema), defaultValues: empty })
  const { errors, isSubmitting } = form.formState
  const { submit, failure } = useSubmission(form, {
    fields: ['code', 'organization', 'name', 'email', 'password'],
    places: { setupCodeRefused: 'code' },
    async send(parsed) {
      const { slug } = await createBrowserClient().setup.complete.mutate(parsed)
      // The set-up is done even if this fails; then the next page asks for the password again.
      await signIn({ email: parsed.email, password: parsed.password })
      return leaveTo(`/o/${slug}/connections`)
    },
  })

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormFailure failure={failure} />
      <Field
        label="One-time code"
        hint="Printed to the console at start, and stored in the file setup-code in the data directory."
        error={errors.code?.message}
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            autoComplete="one-time-code"
            spellCheck={false}
            autoFocus
            {...form.register('code')}
          />
        )}
      </Field>
      <Field label="Organization" error={errors.organization?.message}>
        {(control) => <Input {...control} autoComplete="organization" {...form.register('organization')} />}
      </Field>
      <Field label="Your name" error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="name" {...form.register('name')} />}
      </Field>
      <Field label="Email" error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="username" {...form.register('email')} />}
      </Field>
      <Field label="Password" hint="At least 12 characters." error={errors.password?.message}>
        {(control) => <Input {...control} type="password" autoComplete="new-password" {...form.register('password')} />}
      </Field>
      <Button type="submit" look="primary" pending={isSubmitting}>
        {isSubmitting ? 'Setting up…' : 'Set up'}
      </Button>
    </form>
  )
}

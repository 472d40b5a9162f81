'use client'

import { acceptInvitationSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { signInPath } from '@/address/next-path.ts'
import { createBrowserClient } from '@/api/client.tsx'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { leaveTo } from '@/components/session/requests.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { acceptInvitation } from './accept-invitation.ts'
import { useAddressToken } from './address-token.ts'
import { IncompleteLink } from './incomplete-link.tsx'

/** Every field but the token, which is in the address after `#`, where no server sees it. */
const formSchema = acceptInvitationSchema.omit({ token: true })

export function InvitationForm() {
  const token = useAddressToken()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { name: '', password: '' } })
  const { errors, isSubmitting } = form.formState
  const { submit, failure } = useSubmission(form, {
    fields: ['name', 'password'],
    send: async (parsed) => leaveTo(await acceptInvitation(createBrowserClient(), { token: token ?? '', ...parsed })),
  })

  if (token === '') return <IncompleteLink />

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormFailure failure={failure} />
      <Field label="Your name" error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="name" autoFocus {...form.register('name')} />}
      </Field>
      <Field label="Password" hint="At least 12 characters." error={errors.password?.message}>
        {(control) => <Input {...control} type="password" autoComplete="new-password" {...form.register('password')} />}
      </Field>
      <Button type="submit" look="primary" pending={isSubmitting}>
        {isSubmitting ? 'Joining…' : 'Join'}
      </Button>
      <p className="text-[0.8125rem] text-muted">
        Already have an account?{' '}
        <a
          href={signInPath('/sign-in/done')}
          target="_blank"
          rel="noreferrer"
          className="font-medium text-accent-ink underline underline-offset-2"
        >
          Sign in in a new tab
        </a>{' '}
        first, then join here. Your name and password stay the same.
      </p>
    </form>
  )
}

'use client'

import { passwordSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC } from '@/api/client.tsx'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useLeaveGuard } from '@/components/form/use-leave-guard.ts'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Checkbox } from '@/components/ui/controls/checkbox.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { changePassword } from './sessions.ts'

const formSchema = z.object({
  currentPassword: z.string().min(1, 'Enter your current password'),
  newPassword: passwordSchema,
  everywhere: z.boolean(),
})

/** Changes the visitor's password. */
export function PasswordForm() {
  const queryClient = useQueryClient()
  const trpc = useTRPC()
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { currentPassword: '', newPassword: '', everywhere: true },
  })
  const { errors, isDirty, isSubmitting } = form.formState
  useLeaveGuard(isDirty && !isSubmitting)
  const { submit, failure } = useSubmission(form, {
    fields: ['currentPassword', 'newPassword'],
    async send(change) {
      const refused = await changePassword(change)
      if (refused !== undefined) return refused
      form.reset()
      await queryClient.invalidateQueries(trpc.session.list.queryFilter())
      await notify('Password changed')
      return undefined
    },
  })
  return (
    <form onSubmit={submit} noValidate className="grid max-w-sm gap-4">
      <FormFailure failure={failure} />
      <Field label="Current password" error={errors.currentPassword?.message}>
        {(control) => (
          <Input {...control} type="password" autoComplete="current-password" {...form.register('currentPassword')} />
        )}
      </Field>
      <Field label="New password" hint="At least 12 characters." error={errors.newPassword?.message}>
        {(control) => (
          <Input {...control} type="password" autoComplete="new-password" {...form.register('newPassword')} />
        )}
      </Field>
      <Checkbox checked={form.watch('everywhere')} onChange={(checked) => form.setValue('everywhere', checked)}>
        Sign out everywhere else
      </Checkbox>
      <Button type="submit" look="primary" className="justify-self-start" pending={isSubmitting}>
        {isSubmitting ? 'Changing…' : 'Change password'}
      </Button>
    </form>
  )
}

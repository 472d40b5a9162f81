'use client'

import { appName } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { connectionFields, connectionFormSchema, emptyForm, fieldOfBadRequest } from './form-schema.ts'
import { PlatformFields } from './platform-fields.tsx'
import { ScopeField } from './scope-field.tsx'

interface CreateFormProps {
  scopes: readonly (string | null)[]
  /** Told whether there is something that closing would lose. */
  onTouched: (touched: boolean) => void
  onClose: () => void
}

export function CreateForm({ scopes, onTouched, onClose }: CreateFormProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const form = useForm({ resolver: zodResolver(connectionFormSchema), defaultValues: emptyForm(scopes[0] ?? null) })
  const { errors, isDirty, isSubmitting } = form.formState
  const asked = appName(form.watch('app'))
  useEffect(() => onTouched(isDirty || isSubmitting), [onTouched, isDirty, isSubmitting])

  const { submit, failure } = useSubmission(form, {
    fields: connectionFields,
    fieldOfBadRequest,
    async send(connection) {
      // Called directly and not as a mutation of the query cache: that would keep the credential after the form is gone.
      const created = await client.appConnections.create.mutate(connection)
      form.resetField('credentials')
      await queryClient.invalidateQueries(trpc.appConnections.list.pathFilter())
      onClose()
      await notify(`Connected ${created.name}`)
      return undefined
    },
  })

  return (
    <form onSubmit={submit} noValidate className="grid gap-4 p-5">
      <FormFailure failure={failure} />
      <PlatformFields form={form} />
      <Field label="Name" hint="Lowercase letters, numbers and hyphens." error={errors.name?.message}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="production-deploys"
            {...form.register('name')}
          />
        )}
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('description')} />}
      </Field>
      <ScopeField form={form} scopes={scopes} />
      <CredentialFields form={form} />
      <div className="flex items-center justify-end gap-2 pt-1">
        <p aria-live="polite" className="sr-only">
          {isSubmitting && `Asking ${asked} about the credential`}
        </p>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={isSubmitting}>
          {isSubmitting ? `Asking ${asked}…` : 'Connect'}
        </Button>
      </div>
    </form>
  )
}

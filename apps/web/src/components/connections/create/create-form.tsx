'use client'

import { appName, consentMethodOf, isByConsent, type SingleConnection } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { useConsent } from '@/components/oauth/consent.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { DialogCancel } from '@/components/ui/overlays/dialog.tsx'
import { useConnectionsChanged } from '../connections-changed.ts'
import { Asking } from './asking.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { connectionFields, connectionFormSchema, connectionPlaces, emptyForm } from './form-schema.ts'
import { NameField } from './name-field.tsx'
import { PlatformFields } from './platform-fields.tsx'
import { ScopeField } from './scope-field.tsx'

interface CreateFormProps {
  scopes: readonly (string | null)[]
  /** Called with whether closing would lose something. */
  onTouched: (touched: boolean) => void
  onCreated: (connection: SingleConnection) => void
}

export function CreateForm({ scopes, onTouched, onCreated }: CreateFormProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const form = useForm({ resolver: zodResolver(connectionFormSchema), defaultValues: emptyForm(scopes[0] ?? null) })
  const { errors, isDirty, isSubmitting } = form.formState
  const [app, method] = form.watch(['app', 'method'])
  const admin = useOrganization().organization.role === 'admin'
  const consents = isByConsent(app, method)
  // Read whatever the method is, so that another one can be chosen without waiting.
  const setup = useQuery({ ...trpc.oauth.setup.queryOptions({ app }), enabled: consentMethodOf(app) !== undefined })
  const startConsent = useConsent()
  const asked = appName(app)
  useEffect(() => onTouched(isDirty || isSubmitting), [onTouched, isDirty, isSubmitting])

  const { submit, failure } = useSubmission(form, {
    fields: connectionFields(app, method),
    places: connectionPlaces(app, method),
    async send(connection) {
      if (isByConsent(connection.app, connection.method)) {
        const { name, description, projectId } = connection
        return startConsent({ purpose: 'create', app: connection.app, name, description, projectId })
      }

      // Called directly and not as a mutation of the query cache, which would keep the credential after the form is closed.
      const created = await client.appConnections.create.mutate(connection)
      form.resetField('credentials')
      onCreated(created)
      await connectionsChanged()
      return undefined
    },
  })

  return (
    <form onSubmit={submit} noValidate className="grid gap-4 p-5">
      <FormFailure failure={failure} />
      <PlatformFields form={form} />
      <NameField form={form} />
      <Field label="Description" optional error={errors.description?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('description')} />}
      </Field>
      <ScopeField form={form} scopes={scopes} />
      <CredentialFields form={form} admin={admin} />
      <div className="relative -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-4">
        {/* On phones it has its own row, which is absent while it is empty. */}
        <p
          aria-live="polite"
          className="flex-1 text-[0.8125rem] text-muted max-sm:order-last max-sm:basis-full max-sm:empty:absolute"
        >
          {isSubmitting && !consents && <Asking platform={asked} />}
        </p>
        <DialogCancel />
        {consents ? (
          setup.data?.configured && (
            <Button type="submit" look="primary" pending={isSubmitting}>
              {isSubmitting ? `Going to ${asked}…` : `Connect with ${asked}`}
            </Button>
          )
        ) : (
          <Button type="submit" look="primary" pending={isSubmitting}>
            {isSubmitting ? `Asking ${asked}…` : 'Connect'}
          </Button>
        )}
      </div>
    </form>
  )
}

'use client'

import { apps } from '@app-connections/schemas'
import type { UseFormReturn } from 'react-hook-form'
import { OAuthSetup } from '@/components/oauth/oauth-setup.tsx'
import { Field } from '@/components/ui/field.tsx'
import { SecretInput } from '@/components/ui/secret-input.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** What the chosen method asks for. */
export function CredentialFields<Parsed>({
  form,
  admin,
}: {
  form: UseFormReturn<ConnectionFormValues, unknown, Parsed>
  /** Whether the visitor may test how the service is set up. */
  admin: boolean
}) {
  const [app, method] = form.watch(['app', 'method'])
  if (method === 'oauth') return <OAuthSetup app={app} testable={admin} />
  return (
    <Field
      label={apps[app].methodNames[method]}
      hint={apps[app].methodHints[method]}
      error={form.formState.errors.credentials?.authToken?.message}
    >
      {(control) => <SecretInput {...control} {...form.register('credentials.authToken')} />}
    </Field>
  )
}

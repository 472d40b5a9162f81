'use client'

import { isByConsent } from '@app-connections/schemas'
import type { UseFormReturn } from 'react-hook-form'
import { OAuthSetup } from '@/components/oauth/oauth-setup.tsx'
import { SecretFields } from '../secret-fields.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** The part of the form for the chosen method: how a consent goes, or the secret fields. */
export function CredentialFields<Parsed>({
  form,
  admin,
}: {
  form: UseFormReturn<ConnectionFormValues, unknown, Parsed>
  /** Whether the visitor may test how the service is set up. */
  admin: boolean
}) {
  const [app, method] = form.watch(['app', 'method'])
  if (isByConsent(app, method)) return <OAuthSetup app={app} testable={admin} />
  return (
    <SecretFields
      app={app}
      method={method}
      field={(name) => ({
        registered: form.register(`credentials.${name}`),
        error: form.formState.errors.credentials?.[name]?.message,
      })}
    />
  )
}

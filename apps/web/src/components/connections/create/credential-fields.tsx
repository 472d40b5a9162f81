'use client'

import { isByConsent, methodFacts } from '@app-connections/schemas'
import type { UseFormReturn } from 'react-hook-form'
import { OAuthSetup } from '@/components/oauth/oauth-setup.tsx'
import { CredentialField } from '../credential-field.tsx'
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
  if (isByConsent(app, method)) return <OAuthSetup app={app} testable={admin} />
  return (
    <CredentialField
      label={methodFacts(app, method)?.name ?? method}
      hint={methodFacts(app, method)?.hint ?? ''}
      error={form.formState.errors.credentials?.authToken?.message}
      {...form.register('credentials.authToken')}
    />
  )
}

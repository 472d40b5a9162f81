'use client'

import { apps } from '@app-connections/schemas'
import type { UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** What the chosen method asks for. Nothing entered here is shown, kept by the browser or offered to be. */
export function CredentialFields<Parsed>({ form }: { form: UseFormReturn<ConnectionFormValues, unknown, Parsed> }) {
  const [app, method] = form.watch(['app', 'method'])
  if (method !== 'auth-token') return null
  return (
    <Field
      label={apps[app].methodNames[method]}
      hint={apps[app].methodHints[method]}
      error={form.formState.errors.credentials?.authToken?.message}
    >
      {(control) => (
        <Input
          {...control}
          type="password"
          className="font-mono"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
          {...form.register('credentials.authToken')}
        />
      )}
    </Field>
  )
}

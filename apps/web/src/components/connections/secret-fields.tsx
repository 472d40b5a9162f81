'use client'

import { type App, methodFacts } from '@app-connections/schemas'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { CredentialField } from './credential-field.tsx'

/** The secret fields of a method, each with its label; the first one has the method's hint. */
export function SecretFields({
  app,
  method,
  field,
  autoFocus = false,
}: {
  app: App
  method: string
  /** Connects a field of `credentials` to the form. */
  field: (name: string) => { registered: UseFormRegisterReturn; error: string | undefined }
  autoFocus?: boolean
}) {
  const facts = methodFacts(app, method)
  return Object.entries(facts?.fields ?? {}).map(([name, schema], index) => {
    const { registered, error } = field(name)
    const first = index === 0
    return (
      <CredentialField
        key={`${app} ${name}`}
        label={schema.meta()?.title ?? name}
        hint={first ? facts?.hint : undefined}
        error={error}
        autoFocus={autoFocus && first}
        {...registered}
      />
    )
  })
}

'use client'

import { type ComponentProps, useState } from 'react'
import { Field } from '@/components/ui/controls/field.tsx'
import { SecretInput } from '@/components/ui/controls/secret-input.tsx'

interface CredentialFieldProps extends ComponentProps<typeof SecretInput> {
  label: string
  hint?: string | undefined
  error: string | undefined
}

/** A field for a credential. It says so when white space around a pasted text was removed. */
export function CredentialField({ label, hint, error, ...input }: CredentialFieldProps) {
  const [trimmed, setTrimmed] = useState(false)
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      note={trimmed ? 'White space around the pasted text was removed.' : undefined}
    >
      {(control) => <SecretInput {...control} {...input} onPasted={setTrimmed} />}
    </Field>
  )
}

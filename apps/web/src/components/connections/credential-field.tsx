'use client'

import { type ComponentProps, useState } from 'react'
import { Field } from '@/components/ui/controls/field.tsx'
import { SecretInput } from '@/components/ui/controls/secret-input.tsx'

interface CredentialFieldProps extends ComponentProps<typeof SecretInput> {
  label: string
  hint: string
  error: string | undefined
}

/** Takes a credential by typing or pasting; says so where a paste came with white space around it. */
export function CredentialField({ label, hint, error, ...input }: CredentialFieldProps) {
  const [trimmed, setTrimmed] = useState(false)
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      note={trimmed ? 'White space around what you pasted was left out.' : undefined}
    >
      {(control) => <SecretInput {...control} {...input} onPasted={setTrimmed} />}
    </Field>
  )
}

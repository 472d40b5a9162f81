import type { ReactNode } from 'react'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'

interface ConnectionNameFieldProps {
  field: UseFormRegisterReturn
  error: string | undefined
  /** Whether the name is available, while it is typed. */
  note: ReactNode
  placeholder?: string
}

/** The name of a connection, the first field of its dialog. */
export function ConnectionNameField({ field, error, note, placeholder }: ConnectionNameFieldProps) {
  return (
    <Field label="Name" hint="Lowercase letters, numbers and hyphens." error={error} note={note}>
      {(control) => (
        <Input
          {...control}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={placeholder}
          {...field}
        />
      )}
    </Field>
  )
}

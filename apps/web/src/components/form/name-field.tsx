import type { UseFormRegisterReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'

/** The name, the first field of a dialog. */
export function NameField({
  field,
  error,
  placeholder,
}: {
  field: UseFormRegisterReturn
  error: string | undefined
  placeholder?: string
}) {
  return (
    <Field label="Name" error={error}>
      {(control) => <Input {...control} autoFocus autoComplete="off" placeholder={placeholder} {...field} />}
    </Field>
  )
}

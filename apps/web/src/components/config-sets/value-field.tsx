import type { UseFormRegisterReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Textarea } from '@/components/ui/controls/textarea.tsx'

/** A value, which may have several lines. It is kept as it stands here, spaces and line breaks too. */
export function ValueField({ field, error }: { field: UseFormRegisterReturn; error: string | undefined }) {
  return (
    <Field label="Value" error={error} hint="Kept exactly as it stands, spaces and line breaks included.">
      {(control) => (
        <Textarea {...control} rows={3} className="font-mono" autoComplete="off" autoCapitalize="none" {...field} />
      )}
    </Field>
  )
}

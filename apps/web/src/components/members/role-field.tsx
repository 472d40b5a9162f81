import type { UseFormRegisterReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'

/** Chooses a role in a form. Each choice says what the role means. */
export function RoleField<Role extends string>({
  label = 'Role',
  roles,
  words,
  field,
  error,
}: {
  label?: string
  roles: readonly Role[]
  words: Record<Role, { name: string; meaning: string }>
  field: UseFormRegisterReturn
  error: string | undefined
}) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Select {...control} {...field}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {words[role].name}: {words[role].meaning}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

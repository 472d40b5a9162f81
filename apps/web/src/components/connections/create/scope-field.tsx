'use client'

import { useQuery } from '@tanstack/react-query'
import type { UseFormReturn } from 'react-hook-form'
import { useTRPC } from '@/api/client.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** The scope of the connection. Only scopes in which the visitor may create are offered. */
export function ScopeField<Parsed>({
  form,
  scopes,
}: {
  form: UseFormReturn<ConnectionFormValues, unknown, Parsed>
  scopes: readonly (string | null)[]
}) {
  const projects = useQuery(useTRPC().projects.list.queryOptions())
  const offered = (projects.data ?? []).filter(({ id }) => scopes.includes(id))
  return (
    <Field
      label="Scope"
      hint="Members of the scope can use the connection."
      error={form.formState.errors.projectId?.message}
    >
      {(control) => (
        <Select {...control} {...form.register('projectId')}>
          {scopes.includes(null) && <option value="">Organization</option>}
          {offered.length > 0 && (
            <optgroup label="Projects">
              {offered.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
      )}
    </Field>
  )
}

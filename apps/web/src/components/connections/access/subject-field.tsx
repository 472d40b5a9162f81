'use client'

import { useQuery } from '@tanstack/react-query'
import type { UseFormRegisterReturn } from 'react-hook-form'
import { useTRPC } from '@/api/client.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { Select } from '@/components/ui/controls/select.tsx'

/**
 * Who is to have a grant: the members of the connection's scope. Who may not see these, as the holder of a grant who
 * makes a child of it, enters the id of a machine identity.
 */
export function SubjectField({
  projectId,
  listed,
  field,
  error,
}: {
  projectId: string | null
  /** Whether the visitor may see the members of the scope. */
  listed: boolean
  field: UseFormRegisterReturn
  error: string | undefined
}) {
  const members = useQuery({
    ...useTRPC().members.list.queryOptions(projectId === null ? {} : { projectId }),
    enabled: listed,
  })
  if (!listed || members.error) {
    return (
      <Field label="Who" hint="The id of a machine identity, which its page shows to admins." error={error}>
        {(control) => <Input {...control} autoFocus autoComplete="off" spellCheck={false} {...field} />}
      </Field>
    )
  }
  const readers = (members.data ?? []).filter(({ role }) => role !== 'no-access')
  const people = readers.flatMap(({ personId, name }) => (personId === null ? [] : [{ id: personId, name }]))
  const machines = readers.flatMap(({ identityId, name }) => (identityId === null ? [] : [{ id: identityId, name }]))
  return (
    <Field label="Who" error={error}>
      {(control) => (
        <Select {...control} {...field}>
          <option value="">{members.isPending ? 'Loading…' : 'Choose…'}</option>
          {machines.length > 0 && (
            <optgroup label="Machine identities">
              {machines.map(({ id, name }) => (
                <option key={id} value={`identity:${id}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          {people.length > 0 && (
            <optgroup label="People">
              {people.map(({ id, name }) => (
                <option key={id} value={`person:${id}`}>
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

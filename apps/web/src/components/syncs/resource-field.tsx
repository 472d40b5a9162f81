'use client'

import type { UseFormRegisterReturn } from 'react-hook-form'
import { failureOf } from '@/api/failure.ts'
import type { Outputs } from '@/api/outputs.ts'
import type { ResourceLabel } from '@/components/connections/labels.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'

/** Which resource of a connection is synced to; listing them uses the credential. */
export function ResourceField({
  nouns,
  resources,
  field,
  error,
}: {
  nouns: ResourceLabel
  resources: {
    data: Outputs['appConnections']['apps'] | undefined
    error: Parameters<typeof failureOf>[0] | null
    isFetching: boolean
    refetch: () => unknown
  }
  field: UseFormRegisterReturn
  error: string | undefined
}) {
  if (resources.error) {
    const { isFetching, refetch } = resources
    return <QueryFailure failure={failureOf(resources.error)} busy={isFetching} onRetry={() => void refetch()} />
  }
  return (
    <Field
      label={`${nouns.one.charAt(0).toUpperCase()}${nouns.one.slice(1)}`}
      hint={`Listing the ${nouns.many} uses the credential once and is audited.`}
      error={error}
    >
      {(control) => (
        <Select {...control} {...field}>
          <option value="">{resources.isFetching ? 'Loading…' : 'Choose…'}</option>
          {resources.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

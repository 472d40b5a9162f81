'use client'

import type { Connection, Grant } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import type { ResourceLabel } from '../labels.ts'
import { Choices } from './choices.tsx'
import type { GrantFormValues } from './grant-form.ts'

/**
 * Which resources of the platform a grant is for. What the connection reaches is asked for by a click alone, since that
 * uses the credential; a child can be for those of its parent alone.
 */
export function ReachField({
  form,
  connection,
  nouns,
  known,
  parent,
}: {
  form: UseFormReturn<GrantFormValues>
  connection: Pick<Connection, 'app' | 'id'>
  nouns: ResourceLabel
  /** The resources whose names are known already. */
  known: NonNullable<Grant['apps']>
  parent: Grant | undefined
}) {
  const [wanted, setWanted] = useState(false)
  const all = useQuery({
    ...useTRPC().appConnections.apps.queryOptions({ app: connection.app, connectionId: connection.id }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const options = new Map([...known, ...(all.data ?? [])].map(({ id, name }) => [id, name]))
  const { errors } = form.formState
  const bound = parent?.apps !== null && parent !== undefined
  return (
    <>
      <Field label={`On which ${nouns.many}`} error={errors.reach?.message}>
        {(control) => (
          <Select {...control} {...form.register('reach')}>
            {!bound && <option value="all">All {nouns.many}, those made later too</option>}
            <option value="some">Only some {nouns.many}</option>
          </Select>
        )}
      </Field>
      {form.watch('reach') === 'some' && (
        <>
          {options.size > 0 && (
            <Choices
              label={`${nouns.many.charAt(0).toUpperCase()}${nouns.many.slice(1)}`}
              options={[...options].map(([value, name]) => ({ value, name }))}
              chosen={form.watch('apps')}
              onChoose={(chosen) =>
                form.setValue('apps', chosen, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
              }
              error={errors.apps?.message}
            />
          )}
          {all.error && (
            <QueryFailure failure={failureOf(all.error)} busy={all.isFetching} onRetry={() => all.refetch()} />
          )}
          {!bound && all.data === undefined && !all.error && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Button size="small" pending={all.isFetching} onClick={() => setWanted(true)}>
                {all.isFetching ? 'Loading…' : `Load the ${nouns.many}`}
              </Button>
              <span className="text-[0.8125rem] text-muted">Uses the credential once and is audited.</span>
            </div>
          )}
          {options.size === 0 && errors.apps && (
            <p role="alert" className="text-[0.8125rem] text-danger-ink">
              {errors.apps.message}
            </p>
          )}
        </>
      )}
    </>
  )
}

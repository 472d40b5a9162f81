'use client'

import type { UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { Choices } from './choices.tsx'
import type { GrantFormValues } from './grant-form.ts'

const lives = [
  [900, '15 minutes'],
  [3_600, '1 hour'],
  [8 * 3_600, '8 hours'],
  [86_400, '1 day'],
] as const

/** What the tokens may do that a grant lets its holder open, and how long one lives at most. */
export function LeaseFields({ form, scopes }: { form: UseFormReturn<GrantFormValues>; scopes: readonly string[] }) {
  const { errors } = form.formState
  const chosen = form.watch('maxSeconds')
  return (
    <>
      <Choices
        label="Scopes of leases"
        options={scopes.map((scope) => ({ value: scope, name: scope }))}
        chosen={form.watch('leaseScopes')}
        onChoose={(next) =>
          form.setValue('leaseScopes', next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
        }
        hint="A lease is a token of its own: it reaches all of the account, as far as its scopes go."
        error={errors.leaseScopes?.message}
      />
      <Field label="Longest lease" error={errors.maxSeconds?.message}>
        {(control) => (
          <Select {...control} {...form.register('maxSeconds')}>
            {!lives.some(([seconds]) => `${seconds}` === chosen) && <option value={chosen}>{chosen} seconds</option>}
            {lives.map(([seconds, words]) => (
              <option key={seconds} value={`${seconds}`}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}

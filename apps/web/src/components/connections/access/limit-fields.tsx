'use client'

import type { UseFormReturn } from 'react-hook-form'
import { exactTime } from '@/components/time/relative-time.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import type { GrantFormValues } from './grant-form.ts'

const hour = 3_600
const lives = [
  [hour, 'In 1 hour'],
  [24 * hour, 'In 1 day'],
  [7 * 24 * hour, 'In 7 days'],
  [30 * 24 * hour, 'In 30 days'],
  [90 * 24 * hour, 'In 90 days'],
] as const

/** Until when and how often a grant can be used. */
export function LimitFields({
  form,
  kept,
  keptBy,
}: {
  form: UseFormReturn<GrantFormValues>
  /** The end that stays unless another is chosen. */
  kept: string | null
  keptBy: 'grant' | 'parent'
}) {
  const { errors } = form.formState
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Ends" error={errors.ends?.message}>
          {(control) => (
            <Select {...control} {...form.register('ends')}>
              {kept !== null && (
                <option value="keep">{keptBy === 'parent' ? 'With its parent' : `As it is: ${exactTime(kept)}`}</option>
              )}
              {lives.map(([seconds, words]) => (
                <option key={seconds} value={`${seconds}`}>
                  {words}
                </option>
              ))}
              <option value="date">At the end of a day…</option>
              {!(keptBy === 'parent' && kept !== null) && <option value="never">Never</option>}
            </Select>
          )}
        </Field>
        {form.watch('ends') === 'date' && (
          <Field label="Last day (UTC)" error={errors.date?.message}>
            {(control) => <Input {...control} type="date" required {...form.register('date')} />}
          </Field>
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Uses" optional hint="Every call counts." error={errors.usesLeft?.message}>
          {(control) => <Input {...control} inputMode="numeric" autoComplete="off" {...form.register('usesLeft')} />}
        </Field>
        <Field
          label="Changes a day"
          optional
          hint="Calls that only read do not count."
          error={errors.changesPerDay?.message}
        >
          {(control) => (
            <Input {...control} inputMode="numeric" autoComplete="off" {...form.register('changesPerDay')} />
          )}
        </Field>
      </div>
    </>
  )
}

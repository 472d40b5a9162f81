'use client'

import { appName, appSchema, methodName, methodsOf } from '@app-connections/schemas'
import type { UseFormRegisterReturn, UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** The app and its method. */
export function PlatformFields<Parsed>({ form }: { form: UseFormReturn<ConnectionFormValues, unknown, Parsed> }) {
  const app = form.watch('app')
  return (
    <div className="grid grid-cols-2 gap-4">
      <Choice
        label="App"
        options={appSchema.options.map((each) => [each, appName(each)])}
        registered={form.register('app')}
      />
      <Choice
        label="Method"
        options={methodsOf(app).map((method) => [method, methodName(app, method)])}
        registered={form.register('method')}
      />
    </div>
  )
}

/** With one option there is nothing to choose, and the option is only shown. */
function Choice({
  label,
  options,
  registered,
}: {
  label: string
  options: [value: string, name: string][]
  registered: UseFormRegisterReturn
}) {
  const [only, ...others] = options
  if (only !== undefined && others.length === 0) {
    return (
      <dl className="grid content-start gap-1.5">
        <dt className="font-medium">{label}</dt>
        <dd className="flex h-9 items-center rounded-md bg-hover px-3">{only[1]}</dd>
      </dl>
    )
  }
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} {...registered}>
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

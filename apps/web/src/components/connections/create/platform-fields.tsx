'use client'

import { appName, appSchema, methodName, methodsOf } from '@app-connections/schemas'
import type { UseFormRegisterReturn, UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { type ConnectionFormValues, emptyCredentials, firstMethod } from './form-schema.ts'

/** The app and its method. Another app starts with its first method and empty secret fields. */
export function PlatformFields<Parsed>({ form }: { form: UseFormReturn<ConnectionFormValues, unknown, Parsed> }) {
  const app = form.watch('app')
  const { errors } = form.formState

  function onAppChanged() {
    form.setValue('method', firstMethod(form.getValues('app')), { shouldDirty: true })
    form.setValue('credentials', { ...emptyCredentials })
    form.clearErrors(['app', 'method', 'credentials'])
  }

  return (
    <div className="grid grid-cols-2 gap-4">
      <Choice
        label="App"
        options={appSchema.options.map((each) => [each, appName(each)])}
        registered={form.register('app', { onChange: onAppChanged })}
        error={errors.app?.message}
      />
      {/* A select of its own for each app: the options change with it. */}
      <Choice
        key={app}
        label="Method"
        options={methodsOf(app).map((method) => [method, methodName(app, method)])}
        registered={form.register('method')}
        error={errors.method?.message}
      />
    </div>
  )
}

/** With one option there is nothing to choose, and the option is only shown. */
function Choice({
  label,
  options,
  registered,
  error,
}: {
  label: string
  options: [value: string, name: string][]
  registered: UseFormRegisterReturn
  error: string | undefined
}) {
  const [only, ...others] = options
  if (only !== undefined && others.length === 0) {
    return (
      <dl className="grid content-start gap-1.5">
        <dt className="font-medium">{label}</dt>
        <dd className="flex h-9 items-center rounded-md bg-hover px-3">{only[1]}</dd>
        {error !== undefined && (
          <dd role="alert" className="text-[0.8125rem] text-danger-ink">
            {error}
          </dd>
        )}
      </dl>
    )
  }
  return (
    <Field label={label} error={error}>
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

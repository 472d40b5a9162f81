'use client'

import { type ReactNode, useId } from 'react'

/** What a control needs so that its label, hint and error belong to it. */
interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

interface FieldProps {
  label: string
  hint?: ReactNode
  optional?: boolean
  error?: string | undefined
  children: (control: ControlProps) => ReactNode
}

/** A labelled control with its hint and its error; the error is announced when it appears. */
export function Field({ label, hint, optional = false, error, children }: FieldProps) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="flex items-baseline justify-between font-medium">
        {label}
        {optional && <span className="text-xs font-normal text-muted">Optional</span>}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      <div aria-live="polite" className="empty:hidden">
        {error && (
          <p id={`${id}-error`} className="text-[0.8125rem] text-danger-ink first-letter:uppercase">
            {error}
          </p>
        )}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

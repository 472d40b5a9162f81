'use client'

import { type ReactNode, useId } from 'react'

/** The attributes that tie a control to its label, hint and error. */
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
  /** A note about the value while it is typed, replaced by an error. Screen readers announce it politely. */
  note?: ReactNode
  children: (control: ControlProps) => ReactNode
}

/** A labelled control with its hint and error. Screen readers announce the error when it appears. */
export function Field({ label, hint, optional = false, error, note, children }: FieldProps) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`, note && !error && `${id}-note`]
    .filter(Boolean)
    .join(' ')
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="flex items-baseline justify-between font-medium">
        {label}
        {optional && <span className="text-xs font-normal text-muted">Optional</span>}
      </label>
      <div>
        {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
        <div aria-live="polite" className="text-[0.8125rem]">
          {error && (
            <p id={`${id}-error`} className="mt-1.5 text-danger-ink first-letter:uppercase">
              {error}
            </p>
          )}
          {note && !error && (
            <p id={`${id}-note`} className="mt-1.5">
              {note}
            </p>
          )}
        </div>
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

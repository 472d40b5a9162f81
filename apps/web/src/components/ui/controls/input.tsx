import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

/** 16 px on phones: below that, mobile Safari zooms into a field that is focused. */
export const controlStyle =
  'w-full rounded-md border border-control bg-surface px-3 text-base shadow-raised transition-colors placeholder:text-muted/80 hover:border-muted/60 focus-visible:border-accent-ink focus-visible:outline-offset-0 aria-invalid:border-danger-ink sm:text-sm'

/** One that is focused at once is named in the page too, for a dialog above another (`Dialog`). */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input
      {...props}
      data-focus={props.autoFocus ? 'first' : undefined}
      className={clsx(controlStyle, 'h-9', className)}
    />
  )
}

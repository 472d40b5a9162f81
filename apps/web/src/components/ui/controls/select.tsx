import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { ChevronDownIcon } from '../inline-icons.tsx'
import { controlStyle } from './input.tsx'

/** The browser's own select: by keyboard, on phones and with screen readers it works as people expect. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select {...props} className={clsx(controlStyle, 'h-9 appearance-none text-ellipsis pr-9', className)} />
      <ChevronDownIcon className="pointer-events-none absolute top-2.5 right-3 size-4 text-muted" aria-hidden />
    </span>
  )
}

import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlStyle } from './input.tsx'

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea spellCheck={false} {...props} className={clsx(controlStyle, 'py-2', className)} />
}

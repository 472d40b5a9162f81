import { clsx } from 'clsx'
import type { ComponentProps, MouseEvent } from 'react'
import { WaitingIcon } from '../inline-icons.tsx'

const base =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors aria-disabled:cursor-default [&_svg]:size-4 [&_svg]:shrink-0'

const looks = {
  primary: 'bg-accent text-on-accent shadow-raised hover:bg-accent-hover aria-disabled:hover:bg-accent',
  secondary: 'border border-control bg-surface shadow-raised hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-on-accent shadow-raised hover:bg-danger-hover aria-disabled:hover:bg-danger',
}

const sizes = { small: 'h-8 px-2.5', medium: 'h-9 px-3.5', icon: 'size-8' }

interface ButtonLook {
  look?: keyof typeof looks | undefined
  size?: keyof typeof sizes | undefined
}

/** The classes of a button, also for links that look like one. */
export function buttonStyle({ look = 'secondary', size = 'medium' }: ButtonLook = {}): string {
  return `${base} ${looks[look]} ${sizes[size]}`
}

type ButtonProps = ComponentProps<'button'> &
  ButtonLook & {
    /** While set, the button does nothing. It stays focusable, so that the focus stays. */
    pending?: boolean
  }

export function Button({ className, look, size, pending = false, onClick, children, ...props }: ButtonProps) {
  function click(event: MouseEvent<HTMLButtonElement>) {
    if (pending) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...props}
      className={clsx(buttonStyle({ look, size }), pending && 'opacity-80', className)}
      aria-disabled={pending || undefined}
      onClick={click}
    >
      {pending && <WaitingIcon className="animate-spin" />}
      {children}
    </button>
  )
}

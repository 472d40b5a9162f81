import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { ChevronsIcon } from '@/components/ui/inline-icons.tsx'

/** Opens the account menu. On phones it is as wide as the name; in the sidebar it fills the row. */
export function AccountButton({ name, className, ...props }: ComponentProps<'button'> & { name: string }) {
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      {...props}
      className={clsx(
        'flex h-9 max-w-44 min-w-0 items-center gap-2 rounded-md px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover md:w-full md:max-w-none',
        className,
      )}
    >
      <span
        aria-hidden
        className="grid size-6 shrink-0 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent"
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="truncate md:flex-1">
        <span className="sr-only">Account of </span>
        {name}
      </span>
      <ChevronsIcon className="size-4 shrink-0 text-muted" aria-hidden />
    </button>
  )
}

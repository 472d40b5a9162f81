import { clsx } from 'clsx'
import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'

interface NoticeProps {
  look: 'danger' | 'info'
  title: string
  children?: ReactNode
  /** Screen readers announce it at once: for a notice that follows an action, not for one that a page starts with. */
  announce?: boolean
}

export function Notice({ look, title, children, announce = false }: NoticeProps) {
  const Icon = look === 'danger' ? CircleAlert : Info
  return (
    <div
      role={announce ? 'alert' : undefined}
      className={clsx(
        'flex gap-2.5 rounded-lg border px-3 py-2.5',
        look === 'danger' ? 'border-danger-line bg-danger-soft' : 'border-notice-line bg-notice-soft',
      )}
    >
      <Icon
        className={clsx('mt-0.5 size-4 shrink-0', look === 'danger' ? 'text-danger-ink' : 'text-accent-ink')}
        aria-hidden
      />
      <div className="grid min-w-0 gap-1 leading-5">
        <p className="font-medium break-words">{title}</p>
        {children}
      </div>
    </div>
  )
}

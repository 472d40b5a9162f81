import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface PageFrameProps {
  title: ReactNode
  /** Stands small beside the title: how many there are. */
  count?: ReactNode
  lead?: ReactNode
  /** What one can do with the page as a whole. */
  action?: ReactNode
  /** The page above this one. */
  back?: { href: string; label: string }
  children: ReactNode
}

/** Heading and frame of a page within an organization: the same while it loads and after. */
export function PageFrame({ title, count, lead, action, back, children }: PageFrameProps) {
  return (
    <div className="mx-auto max-w-5xl px-4 py-5 sm:px-8 sm:py-8">
      {back && (
        <Link
          href={back.href}
          prefetch={false}
          className="mb-2 -ml-1 inline-flex items-center gap-1 rounded-md pr-1 text-muted hover:text-ink"
        >
          <ChevronLeft className="size-4" aria-hidden />
          {back.label}
        </Link>
      )}
      <div className="mb-5 grid gap-1">
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
          <h1 className="flex min-w-0 items-baseline gap-2 text-xl font-semibold tracking-tight">
            <span className="min-w-0 break-words">{title}</span>
            {count !== undefined && <span className="text-sm font-normal text-muted tabular-nums">{count}</span>}
          </h1>
          {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
        </div>
        {lead && <p className="max-w-2xl text-muted">{lead}</p>}
      </div>
      {children}
    </div>
  )
}

import Link from 'next/link'
import type { ReactNode } from 'react'
import { ChevronLeftIcon } from '../inline-icons.tsx'

interface PageFrameProps {
  title: ReactNode
  /** The number of items, shown small beside the title. */
  count?: ReactNode
  lead?: ReactNode
  /** The actions of the page as a whole. */
  action?: ReactNode
  /** The page above this one. */
  back?: { href: string; label: string }
  children: ReactNode
}

/** Heading and frame of a page within an organization, the same while it loads and after. */
export function PageFrame({ title, count, lead, action, back, children }: PageFrameProps) {
  return (
    <div className="mx-auto max-w-5xl px-4 py-5 sm:px-8 sm:py-8">
      {back && (
        <Link
          href={back.href}
          prefetch={false}
          className="mb-2 -ml-1 inline-flex items-center gap-1 rounded-md pr-1 text-muted hover:text-ink"
        >
          <ChevronLeftIcon className="size-4" aria-hidden />
          {back.label}
        </Link>
      )}
      <div className="mb-5 flex flex-wrap justify-between gap-x-4 gap-y-2 sm:flex-nowrap">
        <div className="grid min-w-0 gap-1">
          <h1 className="flex min-h-8 min-w-0 items-center rounded-md text-xl font-semibold tracking-tight">
            <span className="min-w-0 break-words">
              {title}{' '}
              {count !== undefined && <span className="ml-2 text-sm font-normal text-muted tabular-nums">{count}</span>}
            </span>
          </h1>
          {lead && <p className="max-w-2xl text-muted">{lead}</p>}
        </div>
        {action && <div className="flex max-w-full shrink-0 flex-wrap items-start gap-2">{action}</div>}
      </div>
      {children}
    </div>
  )
}

'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { type DestinationPath, destinationsFor, pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'

/**
 * The pages of the organization: a column, on phones a line that scrolls to the current page. The server renders the
 * icons.
 */
export function Navigation({ icons }: { icons: Readonly<Record<DestinationPath, ReactNode>> }) {
  const pathname = usePathname()
  const { organization } = useOrganization()
  const line = useRef<HTMLElement>(null)
  const here = destinationsFor(organization.role).findLast(({ path }) => isWithin(pathname, organization, path))

  // `here` is the link to scroll to: the effect runs again when it changes.
  useEffect(() => {
    const link = here && line.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (!link || !line.current) return
    line.current.scrollLeft = link.offsetLeft - (line.current.clientWidth - link.clientWidth) / 2
  }, [here])

  return (
    <nav
      ref={line}
      aria-label="Organization"
      className="relative order-last -mx-3 flex w-[calc(100%+1.5rem)] gap-1 overflow-x-auto px-3 py-1 max-md:min-h-10 max-md:fade-edges max-md:[scrollbar-width:none] md:order-none md:mx-0 md:w-full md:flex-1 md:flex-col md:overflow-visible md:p-0"
    >
      {destinationsFor(organization.role).map(({ path, label }) => {
        const current = path === here?.path
        return (
          <Link
            key={path}
            href={pathWithin(organization, path)}
            prefetch={false}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-[0.8125rem] font-medium transition-colors max-md:[&_svg]:hidden md:text-sm',
              current ? 'bg-hover' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {icons[path]}
            {label}
          </Link>
        )
      })}
    </nav>
  )
}

/** Whether an address is the page at `path` or one below it. The overview has none below it. */
function isWithin(pathname: string, organization: { slug: string }, path: string): boolean {
  const href = pathWithin(organization, path)
  return pathname === href || (path !== '' && pathname.startsWith(`${href}/`))
}

'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { destinationsFor } from './destinations.ts'
import { useOrganization } from './organization.tsx'

export function Navigation() {
  const pathname = usePathname()
  const { organization } = useOrganization()
  return (
    <nav
      aria-label="Organization"
      className="order-last -mx-1 flex w-full justify-between overflow-x-auto p-1 md:order-none md:mx-0 md:flex-1 md:flex-col md:justify-start md:gap-1 md:p-0"
    >
      {destinationsFor(organization.role).map(({ path, label, Icon }) => {
        const href = `/o/${organization.slug}/${path}`
        const current = pathname === href || pathname.startsWith(`${href}/`)
        return (
          <Link
            key={path}
            href={href}
            prefetch={false}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'flex h-8 shrink-0 items-center gap-2 rounded-md px-1.5 text-[0.8125rem] font-medium transition-colors md:px-2 md:text-sm',
              current ? 'bg-hover' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            <Icon className="size-4 max-md:hidden" aria-hidden />
            {label}
          </Link>
        )
      })}
    </nav>
  )
}

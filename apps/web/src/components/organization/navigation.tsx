'use client'

import { clsx } from 'clsx'
import { Cable } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** The pages of an organization, in the order of the navigation. */
const destinations = [{ path: 'connections', label: 'Connections', Icon: Cable }]

export function Navigation({ slug }: { slug: string }) {
  const pathname = usePathname()
  return (
    <nav aria-label="Organization" className="order-last flex w-full gap-1 md:order-none md:flex-1 md:flex-col">
      {destinations.map(({ path, label, Icon }) => {
        const href = `/o/${slug}/${path}`
        const current = pathname === href || pathname.startsWith(`${href}/`)
        return (
          <Link
            key={path}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'flex h-8 items-center gap-2 rounded-md px-2 font-medium transition-colors',
              current ? 'bg-hover' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            <Icon className="size-4" aria-hidden />
            {label}
          </Link>
        )
      })}
    </nav>
  )
}

import type { WhoAmI } from '@app-connections/schemas'
import type { ReactNode } from 'react'
import { AccountMenu } from '@/components/account/account-menu.tsx'
import { destinationIcons } from '@/components/organization/destination-icons.tsx'
import type { OrganizationMembership } from '@/components/organization/organization.tsx'
import { BrandMark } from '@/components/ui/layout/brand.tsx'
import { contentId } from '@/components/ui/layout/content.ts'
import { FocusKept } from './focus-kept.tsx'
import { Navigation } from './navigation.tsx'

/** The frame of every page of an organization: a sidebar, on phones a bar at the top. */
export function Shell({
  person,
  organization,
  children,
}: {
  person: WhoAmI
  organization: OrganizationMembership
  children: ReactNode
}) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href={`#${contentId}`}
        className="sr-only rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line bg-sunken px-3 py-2 md:sticky md:top-0 md:h-dvh md:flex-col md:flex-nowrap md:items-stretch md:justify-start md:gap-4 md:border-r md:border-b-0 md:p-3">
        <p className="flex min-w-0 items-center gap-2 px-1 font-semibold tracking-tight max-md:min-h-9 md:pt-1">
          <BrandMark />
          <span className="truncate">{organization.name}</span>
        </p>
        <Navigation icons={destinationIcons} />
        <AccountMenu person={person} organization={organization} />
      </header>
      <main id={contentId} tabIndex={-1} className="min-w-0 focus-visible:outline-none">
        {children}
      </main>
      <FocusKept />
    </div>
  )
}

'use client'

import type { WhoAmI } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { OrganizationMembership } from '@/components/organization/organization.tsx'
import { AccountButton } from './account-button.tsx'

const load = () => import('./account-menu-open.tsx')
const AccountMenuOpen = dynamic(() => load().then((module) => module.AccountMenuOpen), { ssr: false })

/** The account menu. Its content loads when the button gets the pointer or focus. */
export function AccountMenu(props: { person: WhoAmI; organization: OrganizationMembership }) {
  const [wanted, setWanted] = useState(false)
  if (wanted) return <AccountMenuOpen {...props} />
  return (
    <AccountButton
      name={props.person.name}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => load().then(() => setWanted(true))}
    />
  )
}

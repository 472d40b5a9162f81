'use client'

import type { WhoAmI } from '@app-connections/schemas'
import { createContext, type ReactNode, useContext } from 'react'

export type OrganizationMembership = WhoAmI['organizations'][number]

interface Here {
  person: WhoAmI
  organization: OrganizationMembership
}

const HereContext = createContext<Here | undefined>(undefined)

/** Gives the components below it the organization of the address and the visitor. */
export function OrganizationProvider({ children, ...here }: Here & { children: ReactNode }) {
  return <HereContext value={here}>{children}</HereContext>
}

/** The organization of the address, with the visitor's role in it. */
export function useOrganization(): Here {
  const here = useContext(HereContext)
  if (here === undefined) throw new Error('useOrganization belongs below an OrganizationProvider')
  return here
}

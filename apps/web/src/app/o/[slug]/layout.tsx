import type { ReactNode } from 'react'
import { ApiProvider } from '@/api/client.tsx'
import { organizationOf } from '@/api/server.ts'
import { PasswordProofHost } from '@/components/account/password-proof-host.tsx'
import { OrganizationProvider } from '@/components/organization/organization.tsx'
import { Palette } from '@/components/palette/palette.tsx'
import { Shell } from '@/components/shell/shell.tsx'
import { ClockProvider } from '@/components/time/clock.tsx'
import { ToastHost } from '@/components/toasts/toast-host.tsx'

interface OrganizationLayoutProps {
  params: Promise<{ slug: string }>
  children: ReactNode
}

export default async function OrganizationLayout({ params, children }: OrganizationLayoutProps) {
  const { person, organization } = await organizationOf((await params).slug)
  return (
    <ApiProvider key={organization.id} organizationId={organization.id}>
      <OrganizationProvider person={person} organization={organization}>
        <ClockProvider startsAt={Date.now()}>
          <Shell person={person} organization={organization}>
            {children}
          </Shell>
          <Palette />
          <PasswordProofHost />
          <ToastHost />
        </ClockProvider>
      </OrganizationProvider>
    </ApiProvider>
  )
}

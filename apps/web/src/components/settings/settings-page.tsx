'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { ConsentSection } from './consent-section.tsx'
import { OrganizationSection } from './organization-section.tsx'
import { ServiceSection } from './service-section.tsx'

/** The organization's name, the appearance, and the settings of the server. For admins. */
export function SettingsPage() {
  const settings = useQuery(useTRPC().organizations.settings.queryOptions())
  return (
    <PageFrame title="Settings">
      {settings.error && (
        <QueryFailure
          failure={failureOf(settings.error)}
          busy={settings.isFetching}
          onRetry={() => settings.refetch()}
        />
      )}
      {settings.isPending && <RowsSkeleton label="Loading settings" />}
      {settings.data && (
        <>
          <OrganizationSection organization={settings.data.organization} />
          <AppearanceSection />
          {settings.data.service.oauth.length > 0 && <ConsentSection states={settings.data.service.oauth} />}
          <ServiceSection service={settings.data.service} />
        </>
      )}
    </PageFrame>
  )
}

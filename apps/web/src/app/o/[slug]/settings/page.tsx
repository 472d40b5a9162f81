import { appSchema, consentMethodOf } from '@app-connections/schemas'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'
import { SettingsPage } from '@/components/settings/settings-page.tsx'

export const metadata: Metadata = { title: 'Settings' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Settings" />
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.organizations.settings.queryOptions()),
    ...appSchema.options
      .filter((app) => consentMethodOf(app) !== undefined)
      .map((app) => queryClient.fetchQuery(trpc.oauth.setup.queryOptions({ app }))),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsPage />
    </HydrationBoundary>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { VerificationSection } from './verification-section.tsx'
import { WebhooksList } from './webhooks-list.tsx'

const CreateWebhookDialog = dynamic(
  () => import('./create-webhook-dialog.tsx').then((module) => module.CreateWebhookDialog),
  { ssr: false },
)

/** The webhooks of the organization, and how a receiver verifies a message. For admins. */
export function WebhooksPage() {
  const { organization } = useOrganization()
  const webhooks = useQuery(useTRPC().webhooks.list.queryOptions())
  const [creating, setCreating] = useState(false)
  const create = (
    <Button look="primary" size="small" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New webhook
    </Button>
  )
  return (
    <PageFrame
      title="Webhooks"
      count={webhooks.data?.length || undefined}
      action={webhooks.data?.length === 0 ? undefined : create}
    >
      {webhooks.error && (
        <QueryFailure
          failure={failureOf(webhooks.error)}
          busy={webhooks.isFetching}
          onRetry={() => webhooks.refetch()}
        />
      )}
      {webhooks.isPending && <RowsSkeleton label="Loading webhooks" />}
      {webhooks.data && (
        <div className="mb-8">
          {webhooks.data.length === 0 ? (
            <Empty Icon={Webhook} title="No webhooks yet" action={create}>
              A webhook notifies another system, such as a chat or a pager, when a connection fails, recovers or is
              about to expire.
            </Empty>
          ) : (
            <WebhooksList webhooks={webhooks.data} home={`/o/${organization.slug}/webhooks`} />
          )}
        </div>
      )}
      <VerificationSection />
      {creating && <CreateWebhookDialog onClose={() => setCreating(false)} />}
    </PageFrame>
  )
}

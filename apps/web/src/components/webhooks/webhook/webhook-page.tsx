'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { useNow } from '@/components/time/clock.tsx'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { eventsInWords } from '../event-words.ts'
import { hostOf } from '../host-of.ts'
import { Deliveries } from './deliveries.tsx'
import { overlapsAt } from './overlap.ts'
import { WebhookActions } from './webhook-actions.tsx'

/** One webhook with its events and its delivery log. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const { organization } = useOrganization()
  const now = useNow()
  const webhooks = useQuery(useTRPC().webhooks.list.queryOptions())
  const webhook = webhooks.data?.find(({ id }) => id === webhookId)
  const list = { href: `/o/${organization.slug}/webhooks`, label: 'Webhooks' }

  if (webhook === undefined) {
    return (
      <PageFrame title="Webhook" back={list}>
        {webhooks.isPending && <RowsSkeleton label="Loading the webhook" />}
        {webhooks.error && (
          <QueryFailure
            failure={failureOf(webhooks.error)}
            busy={webhooks.isFetching}
            onRetry={() => webhooks.refetch()}
          />
        )}
        {webhooks.data && <Notice look="info" title="Webhook not found" />}
      </PageFrame>
    )
  }
  const { url, description, events, enabled, previousSecretUntil, createdAt } = webhook
  return (
    <PageFrame
      title={hostOf(url)}
      lead={description || undefined}
      back={list}
      action={<WebhookActions webhook={webhook} home={list.href} />}
    >
      <div className="mb-8">
        <Facts>
          <Fact name="Address" wide>
            <code className="font-mono text-[0.8125rem] break-all select-all">{url}</code>
          </Fact>
          <Fact name="Events">{eventsInWords(events)}</Fact>
          <Fact name="State">
            <Badge look={enabled ? 'good' : 'plain'}>{enabled ? 'On' : 'Off'}</Badge>
          </Fact>
          <Fact name="Created">
            <Time at={createdAt} />
          </Fact>
          {overlapsAt(previousSecretUntil, now) && previousSecretUntil !== null && (
            <Fact name="Old secret signs until">
              <Time at={previousSecretUntil} />
            </Fact>
          )}
        </Facts>
      </div>
      <Deliveries webhookId={webhook.id} />
    </PageFrame>
  )
}

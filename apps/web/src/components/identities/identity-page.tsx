'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { organizationRoleName } from '@/components/members/role-words.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { AccessTokens } from './access-tokens.tsx'
import { ClientSecrets } from './client-secrets.tsx'
import { lastsInWords } from './lifetimes.ts'
import { LoginSection } from './login-section.tsx'

const EditIdentityDialog = dynamic(
  () => import('./edit-identity-dialog.tsx').then((module) => module.EditIdentityDialog),
  { ssr: false },
)
const RemoveIdentityDialog = dynamic(
  () => import('./remove-identity-dialog.tsx').then((module) => module.RemoveIdentityDialog),
  { ssr: false },
)

/** One machine identity with its secrets and tokens. `siteUrl` is the public address of this service. */
export function IdentityPage({ identityId, siteUrl }: { identityId: string; siteUrl: string }) {
  const { organization } = useOrganization()
  const router = useRouter()
  const identities = useQuery(useTRPC().identities.list.queryOptions())
  const [open, setOpen] = useState<'edit' | 'remove'>()
  const identity = identities.data?.find(({ id }) => id === identityId)
  const list = { href: `/o/${organization.slug}/identities`, label: 'Machine identities' }
  const close = () => setOpen(undefined)

  if (identity === undefined) {
    return (
      <PageFrame title="Machine identity" back={list}>
        {identities.isPending && <RowsSkeleton label="Loading the machine identity" />}
        {identities.error && (
          <QueryFailure
            failure={failureOf(identities.error)}
            busy={identities.isFetching}
            onRetry={() => identities.refetch()}
          />
        )}
        {identities.data && <Notice look="info" title="Machine identity not found" />}
      </PageFrame>
    )
  }
  return (
    <PageFrame
      title={identity.name}
      back={list}
      action={
        <>
          <Button size="small" onClick={() => setOpen('edit')}>
            Edit
          </Button>
          <Button size="small" look="quiet" onClick={() => setOpen('remove')}>
            Delete
          </Button>
        </>
      }
    >
      <div className="mb-8">
        <Facts>
          <Fact name="Client id" wide>
            <code className="font-mono text-[0.8125rem] break-all select-all">{identity.clientId}</code>
          </Fact>
          <Fact name="Role in the organization">{organizationRoleName(identity.role)}</Fact>
          <Fact name="Allowed IPs">
            {identity.trustedIps.includes('0.0.0.0/0') ? 'Any' : identity.trustedIps.join(', ')}
          </Fact>
          <Fact name="Token lifetime">{lastsInWords(identity.accessTokenTtl)}</Fact>
          <Fact name="Maximum lifetime with renewals">{lastsInWords(identity.accessTokenMaxTtl)}</Fact>
          <Fact name="Created">
            <Time at={identity.createdAt} />
          </Fact>
        </Facts>
      </div>
      <ClientSecrets identity={identity} siteUrl={siteUrl} />
      <AccessTokens identityId={identity.id} siteUrl={siteUrl} />
      <LoginSection identity={identity} siteUrl={siteUrl} />
      {open === 'edit' && <EditIdentityDialog identity={identity} onClose={close} />}
      {open === 'remove' && (
        <RemoveIdentityDialog identity={identity} onClose={close} onRemoved={() => router.replace(list.href)} />
      )}
    </PageFrame>
  )
}

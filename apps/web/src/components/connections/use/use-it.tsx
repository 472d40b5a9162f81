'use client'

import type { ProxyRights } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { type AppLabels, appLabel, resourcesOrNone } from '../labels.ts'
import { NoBroker } from '../no-broker.tsx'
import { ProvenRoutes } from '../proof/proven-routes.tsx'
import { clientLines, curlLines, toolLines } from './snippets.ts'

/** Lines to paste, and what the visitor may do by their own grants. */
export function UseIt({
  shown: { connection, home },
  labels,
  siteUrl,
}: {
  shown: ShownConnection
  labels: AppLabels
  siteUrl: string
}) {
  const { app, id: connectionId, name } = connection
  const platform = appLabel(connection, labels)
  const use = labels.apps[app]?.use
  const rights = useQuery({
    ...useTRPC().proofs.rights.queryOptions({ app, connectionId }),
    enabled: use !== undefined,
  })
  if (use === undefined) return <NoBroker platform={platform} />
  const resource = resourceOf(rights.data) ?? resourcesOrNone(connection, labels).one.toUpperCase()
  const [command, path] = [use.command, use.path].map((text) => text.replace('{resource}', resource))
  const used = { siteUrl, app, connectionId, name, command: command ?? '', path: path ?? '' }
  return (
    <>
      <Section
        title="As a program"
        lead={
          <>
            Give a machine identity a grant on <Access home={home} />, and a client secret on its own page. The
            credential of {platform} stays here: it is put in on the way, and taken out of every answer.
          </>
        }
      >
        <div className="grid gap-4">
          <CopyField label={`With the tools of ${platform}`} text={toolLines(used)} lines />
          <CopyField label="With curl" text={curlLines(used)} lines />
          <CopyField label="What a program may do, in TypeScript" text={clientLines(used)} lines />
        </div>
      </Section>
      <Section title="What you may do" lead="By your own grants. What is not here is denied.">
        {rights.error && (
          <QueryFailure failure={failureOf(rights.error)} busy={rights.isFetching} onRetry={() => rights.refetch()} />
        )}
        {rights.isPending && <Skeleton className="h-24" />}
        {rights.data?.grants.length === 0 && (
          <Notice look="info" title="You have no grant on this connection">
            <p className="text-muted">
              Roles give no use, an admin’s neither. Admins make grants on <Access home={home} />, for themselves too.
            </p>
          </Notice>
        )}
        {rights.data !== undefined && rights.data.routes.length > 0 && <ProvenRoutes routes={rights.data.routes} />}
      </Section>
    </>
  )
}

function Access({ home }: { home: string }) {
  return (
    <Link href={`${home}/access`} prefetch={false} className="underline underline-offset-2 hover:text-ink">
      the Access page
    </Link>
  )
}

/** The first resource that a grant of the visitor names. */
function resourceOf(rights: ProxyRights | undefined): string | undefined {
  return rights?.grants.flatMap(({ apps }) => apps ?? [])[0]?.name
}

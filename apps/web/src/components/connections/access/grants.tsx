'use client'

import type { Grant } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Pager } from '@/components/ui/lists/pager.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { type AppLabels, appLabel } from '../labels.ts'
import { NoBroker } from '../no-broker.tsx'
import { GrantsList } from './grants-list.tsx'

const GrantDialog = dynamic(() => import('./grant-dialog.tsx').then((module) => module.GrantDialog), { ssr: false })

/** The grants of a connection: those that can be used, and those that ended lately. */
export function Grants({ shown, labels }: { shown: ShownConnection; labels: AppLabels }) {
  const trpc = useTRPC()
  const { connection, changeable } = shown
  const { app, id: connectionId } = connection
  const { read, change } = useAddress<'cursor'>()
  const cursor = read('cursor')
  const grantable = useQuery(trpc.proofs.grantable.queryOptions({ app }))
  const page = useQuery(trpc.grants.list.queryOptions({ app, connectionId, ...(cursor === '' ? {} : { cursor }) }))
  const [creating, setCreating] = useState(false)
  const platform = appLabel(connection, labels)

  if (grantable.data?.actions === null) return <NoBroker platform={platform} />
  const failed = [page, grantable].find(({ error }) => error !== null)
  const grants: readonly Grant[] = page.data?.grants ?? []
  const usable = grants.filter(({ endedAt }) => endedAt === null)
  const ended = grants.filter(({ endedAt }) => endedAt !== null)
  const create = changeable && grantable.data !== undefined && (
    <Button look={usable.length === 0 ? 'primary' : 'secondary'} size="small" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New grant
    </Button>
  )
  return (
    <>
      {failed?.error && (
        <QueryFailure failure={failureOf(failed.error)} busy={failed.isFetching} onRetry={() => failed.refetch()} />
      )}
      {page.isPending && <RowsSkeleton label="Loading grants" />}
      {page.data !== undefined && usable.length === 0 && cursor === '' && (
        <div className="mb-8">
          <Empty Icon={KeyRound} title="Nobody may use it yet" action={create}>
            {changeable
              ? `A grant lets a person or a machine identity use ${platform} through this connection, as far as it says. They never see the credential. You need one too.`
              : 'You have no grant on this connection. An admin can make one for you.'}
          </Empty>
        </div>
      )}
      {usable.length > 0 && (
        <Section
          title="Grants"
          lead={`Who may use ${platform} through this connection, and for what. Nobody sees the credential.`}
          action={create}
        >
          <GrantsList label="Grants" grants={usable} shown={shown} labels={labels} />
        </Section>
      )}
      {ended.length > 0 && (
        <Section title="Ended in the last 30 days">
          <GrantsList label="Ended grants" grants={ended} shown={shown} labels={labels} />
        </Section>
      )}
      <Pager
        cursor={cursor}
        nextCursor={page.data?.nextCursor}
        busy={page.isFetching}
        onGo={(next) => change({ cursor: next }, { step: true })}
      />
      {creating && <GrantDialog shown={shown} labels={labels} onClose={() => setCreating(false)} />}
    </>
  )
}

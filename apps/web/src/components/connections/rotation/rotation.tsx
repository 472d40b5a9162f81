'use client'

import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { ReconnectButton } from '../connection/reconnect-button.tsx'
import { type AppLabels, appLabel, isConsented, isRotated, leasesOf } from '../labels.ts'
import { Leases } from '../leases/leases.tsx'
import { LeftCredentials } from './left-credentials.tsx'
import { RotationActions } from './rotation-actions.tsx'
import { RotationFacts } from './rotation-facts.tsx'
import { RotationRuns } from './rotation-runs.tsx'

const RotationDialog = dynamic(() => import('./rotation-dialog.tsx').then((module) => module.RotationDialog), {
  ssr: false,
})

export function Rotation({ shown, labels }: { shown: ShownConnection; labels: AppLabels }) {
  const { connection, changeable } = shown
  const leases = leasesOf(connection, labels) && <Leases shown={shown} platform={appLabel(connection, labels)} />
  return isRotated(connection, labels) ? (
    <>
      <Rotated shown={shown} labels={labels} />
      {leases}
    </>
  ) : (
    <>
      <Empty
        Icon={RotateCw}
        title="It is not rotated by the service"
        action={changeable && isConsented(connection, labels) && <ReconnectButton {...{ connection, labels }} />}
      >
        {isConsented(connection, labels)
          ? 'Access by consent renews itself. To replace it, give a new consent.'
          : `${appLabel(connection, labels)} offers no way to make another credential of this kind. To replace it, reconnect it with a new one.`}
      </Empty>
      {leases}
    </>
  )
}

function Rotated({ shown, labels }: { shown: ShownConnection; labels: AppLabels }) {
  const { connection, changeable } = shown
  const { app, id: connectionId } = connection
  const found = useQuery(useTRPC().appConnections.rotation.queryOptions({ app, connectionId }))
  const [editing, setEditing] = useState(false)
  const platform = appLabel(connection, labels)
  const state = found.data
  const edit = changeable && (
    <Button
      size="small"
      look={state?.rotation === null ? 'primary' : 'secondary'}
      onClick={() => setEditing(true)}
      disabled={state === undefined}
    >
      {state?.rotation === null ? 'Set up rotation' : 'Edit'}
    </Button>
  )
  return (
    <>
      {found.error && (
        <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
      )}
      {found.isPending && <RowsSkeleton label="Loading the rotation" />}
      {state?.rotation === null && (
        <Empty Icon={RotateCw} title="Its credential is never replaced" action={edit}>
          {`With rotation, a new credential is made at ${platform}, tried, and put in place of this one, which is then ended there. Uses go on meanwhile.`}
        </Empty>
      )}
      {state !== undefined && state.rotation !== null && (
        <Section
          title="Rotation"
          lead={`A new credential is made at ${platform}, tried, and put in place of the present one. Uses go on meanwhile.`}
          action={edit}
        >
          <RotationFacts state={state} rotation={state.rotation} />
          {changeable && <RotationActions shown={shown} state={state} />}
        </Section>
      )}
      {state !== undefined && <LeftCredentials {...{ shown, state, platform }} />}
      {state !== undefined && state.rotations.length > 0 && <RotationRuns runs={state.rotations} />}
      {editing && state !== undefined && (
        <RotationDialog connection={connection} state={state} onClose={() => setEditing(false)} />
      )}
    </>
  )
}

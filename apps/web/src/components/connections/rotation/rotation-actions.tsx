'use client'

import type { RotationState } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import { notify, notifyFailureOfCall } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { useConnectionsChanged } from '../connections-changed.ts'

const RollBackDialog = dynamic(() => import('./roll-back-dialog.tsx').then((module) => module.RollBackDialog), {
  ssr: false,
})

/** Rotates now, or goes back to the credential before. */
export function RotationActions({ shown: { connection }, state }: { shown: ShownConnection; state: RotationState }) {
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const [rotating, setRotating] = useState(false)
  const [asking, setAsking] = useState(false)

  async function rotate() {
    setRotating(true)
    try {
      await client.appConnections.rotateCredentials.mutate({ app: connection.app, connectionId: connection.id })
      await notify('Rotated')
    } catch (error) {
      await notifyFailureOfCall(error)
    } finally {
      await connectionsChanged()
      setRotating(false)
    }
  }

  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button size="small" pending={rotating} onClick={rotate}>
        {rotating ? 'Rotating…' : 'Rotate now'}
      </Button>
      {state.previous !== null && (
        <Button size="small" look="quiet" onClick={() => setAsking(true)}>
          Go back to the credential before
        </Button>
      )}
      {asking && <RollBackDialog connection={connection} onClose={() => setAsking(false)} />}
    </div>
  )
}

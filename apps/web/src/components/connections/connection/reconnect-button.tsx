'use client'

import type { Connection } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useConsent } from '@/components/oauth/consent.ts'
import { notifyFailureOfCall } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { type AppLabels, isConsented } from '../labels.ts'

const ReconnectDialog = dynamic(() => import('./reconnect-dialog.tsx').then((module) => module.ReconnectDialog), {
  ssr: false,
})

/** Replaces the credential under the same id: by a new consent or by a new secret. */
export function ReconnectButton({
  connection,
  labels,
  urgent = false,
  listed = false,
}: {
  connection: Connection
  labels: AppLabels
  urgent?: boolean
  /** Whether it is in a list: then its label names the connection. */
  listed?: boolean
}) {
  const startConsent = useConsent()
  const [open, setOpen] = useState(false)
  const [leaving, setLeaving] = useState(false)

  async function consent() {
    setLeaving(true)
    try {
      await startConsent({ purpose: 'reconnect', app: connection.app, connectionId: connection.id })
    } catch (error) {
      await notifyFailureOfCall(error)
    } finally {
      setLeaving(false)
    }
  }

  return (
    <>
      <Button
        size="small"
        aria-label={listed ? `Reconnect ${connection.name}` : undefined}
        look={urgent ? 'primary' : 'secondary'}
        pending={leaving}
        onClick={isConsented(connection, labels) ? consent : () => setOpen(true)}
      >
        Reconnect
      </Button>
      {open && <ReconnectDialog connection={connection} onClose={() => setOpen(false)} />}
    </>
  )
}

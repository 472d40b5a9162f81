'use client'

import type { Connection } from '@app-connections/schemas'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import { healthWords } from '@/components/health/health-words.ts'
import { notify, notifyFailureOfCall } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { contentId } from '@/components/ui/layout/content.ts'
import { useConnectionsChanged } from '../connections-changed.ts'

interface CheckButtonProps {
  connection: Connection
  /** Whether it is in a list: then its label and a message name the connection. */
  listed?: boolean
}

/** Checks the credential at the platform now; the result is shown as health. */
export function CheckButton({ connection, listed = false }: CheckButtonProps) {
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const [checking, setChecking] = useState(false)

  async function check() {
    setChecking(true)
    try {
      const { app, id: connectionId, name } = connection
      const { health } = await client.appConnections.check.mutate({ app, connectionId })
      if (listed) await notify(`${name}: ${healthWords[health.status].name}`)
    } catch (error) {
      await notifyFailureOfCall(error)
    } finally {
      await connectionsChanged()
      setChecking(false)
    }
  }

  // A connection that works again leaves the list of failing ones, and this button with it. Focus must not be lost.
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const own = button.current
    return () => {
      if (document.activeElement === own) document.getElementById(contentId)?.focus()
    }
  }, [])

  return (
    <Button
      ref={button}
      size="small"
      aria-label={listed ? `Check now: ${connection.name}` : undefined}
      pending={checking}
      onClick={check}
    >
      Check now
    </Button>
  )
}

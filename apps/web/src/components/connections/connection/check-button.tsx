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
  /** Whether it stands in a list: then its name and a message tell which connection it is about. */
  listed?: boolean
}

/** Asks the platform now whether the credential works; what it answers is shown as health, whatever it is. */
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

  // A connection that is well again leaves the list of those that are not, and this button with it: focus must not.
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

'use client'

import type { SingleConnection } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { notifyFailure } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/button.tsx'

/** Asks the platform now whether the credential works; what it answers is shown as health, whatever it is. */
export function CheckButton({ connection }: { connection: SingleConnection }) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [checking, setChecking] = useState(false)

  async function check() {
    setChecking(true)
    try {
      await client.appConnections.check.mutate({ app: connection.app, connectionId: connection.id })
    } catch (error) {
      await notifyFailure(failureOfCall(error))
    } finally {
      await queryClient.invalidateQueries(trpc.appConnections.get.pathFilter())
      setChecking(false)
    }
  }

  return (
    <Button size="small" look="secondary" pending={checking} onClick={check}>
      Check now
    </Button>
  )
}

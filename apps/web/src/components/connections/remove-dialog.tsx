'use client'

import { appName, type Connection } from '@app-connections/schemas'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { notify, prepareToasts } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/button.tsx'
import { Confirmation, ConfirmationCancel } from '@/components/ui/dialog.tsx'

/** Asks before a connection is deleted, and says what that breaks. */
export function RemoveDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const app = appName(connection.app)
  useEffect(prepareToasts, [])

  const remove = useMutation(
    trpc.appConnections.remove.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.appConnections.list.pathFilter())
        onClose()
        await notify(`Deleted ${connection.name}`)
      },
    }),
  )

  return (
    <Confirmation
      title={`Delete ${connection.name}?`}
      onClose={onClose}
      description={
        <>
          <p>
            Whatever reaches {app} through this connection stops working at once, and its credential is destroyed here.
            This cannot be undone.
          </p>
          <p>The credential stays valid at {app}: revoke it there if nothing else needs it.</p>
        </>
      }
    >
      <FormFailure failure={remove.error ? failureOf(remove.error) : undefined} />
      <div className="flex justify-end gap-2">
        <ConfirmationCancel asChild>
          <Button>Cancel</Button>
        </ConfirmationCancel>
        <Button
          look="danger"
          pending={remove.isPending}
          onClick={() => remove.mutate({ app: connection.app, connectionId: connection.id })}
        >
          {remove.isPending ? 'Deleting…' : 'Delete connection'}
        </Button>
      </div>
    </Confirmation>
  )
}

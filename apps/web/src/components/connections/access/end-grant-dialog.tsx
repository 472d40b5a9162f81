'use client'

import type { Grant } from '@app-connections/schemas'
import { useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { descendantsOf } from './grant-words.ts'
import { useGrantsChanged } from './grants-changed.ts'

/** Asks before a grant is ended, and says what ends with it. `grants` are all that are known of the connection. */
export function EndGrantDialog({
  grant,
  grants,
  onClose,
}: {
  grant: Grant
  grants: readonly Grant[]
  onClose: () => void
}) {
  const client = useTRPCClient()
  const grantsChanged = useGrantsChanged()
  const { app, connectionId, id: grantId, subject } = grant
  const children = descendantsOf(grantId, grants)
  return (
    <ActionDialog
      title={`End the grant of ${subject.name}?`}
      description={
        <>
          <p>
            {subject.name} loses{' '}
            {grant.actions.length === 1 ? grant.actions[0] : `these ${grant.actions.length} actions`} within a second,
            in the middle of a download too. An ended grant cannot be brought back: make a new one.
          </p>
          {children.length > 0 && (
            <div className="rounded-md bg-hover px-3 py-2 text-ink">
              <p className="font-medium">Its {children.length === 1 ? 'child ends' : 'children end'} with it:</p>
              <ul aria-label="What ends with it" className="list-disc pl-5">
                {children.map((child) => (
                  <li key={child.id} className="break-words">
                    {child.subject.name}: {child.actions.join(', ')}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      }
      action={{ label: 'End grant', busy: 'Ending…', done: `Ended the grant of ${subject.name}` }}
      run={async () => {
        await client.grants.end.mutate({ app, connectionId, grantId })
        await grantsChanged()
      }}
      onClose={onClose}
    />
  )
}

'use client'

import type { RotationState } from '@app-connections/schemas'
import { useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import { Time } from '@/components/time/time.tsx'
import { notifyFailureOfCall } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { useConnectionsChanged } from '../connections-changed.ts'
import { PlatformId } from './rotation-facts.tsx'

const list = 'divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised'

/** Credentials that still have to be ended at the platform: by the service, or by a person who then settles them. */
export function LeftCredentials({
  shown: { connection, changeable },
  state: { open, ending },
  platform,
}: {
  shown: ShownConnection
  state: RotationState
  platform: string
}) {
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const [busy, setBusy] = useState('')

  async function settle(credentialId: string, how: 'ended' | 'again') {
    setBusy(credentialId)
    try {
      const { app, id: connectionId } = connection
      await client.appConnections.settleCredential.mutate({ app, connectionId, credentialId, how })
    } catch (error) {
      await notifyFailureOfCall(error)
    } finally {
      await connectionsChanged()
      setBusy('')
    }
  }

  return (
    <>
      {open.length > 0 && (
        <Section
          title="Could not be ended"
          lead={`They may still work. End them at ${platform} yourself, or have it tried again.`}
        >
          <ul aria-label="Could not be ended" className={list}>
            {open.map(({ id, platformId, reason }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="break-words">{reason}</p>
                  <PlatformId id={platformId} />
                </div>
                {changeable && (
                  <>
                    <Button size="small" pending={busy === id} onClick={() => settle(id, 'again')}>
                      Try again
                    </Button>
                    <Button size="small" look="quiet" pending={busy === id} onClick={() => settle(id, 'ended')}>
                      I ended it
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {ending.length > 0 && (
        <Section title="To be ended">
          <ul aria-label="To be ended" className={list}>
            {ending.map(({ id, platformId, reason, nextTryAt }) => (
              <li key={id} className="px-4 py-3">
                <p className="break-words">
                  Next try <Time at={nextTryAt} />
                  {reason !== null && `: ${reason}`}
                </p>
                <PlatformId id={platformId} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

'use client'

import { type AppLabels, appLabel, resourceLabel } from '../labels.ts'
import { ConnectionActivity } from './activity/connection-activity.tsx'
import { ConnectionFacts } from './connection-facts.tsx'
import { ConnectionFrame } from './connection-frame.tsx'
import { ConnectionHealth } from './connection-health.tsx'
import { ConnectionResources } from './connection-resources.tsx'

/** One connection: its health, facts, activity, users, and what it has access to. */
export function ConnectionPage({ connectionId, labels }: { connectionId: string; labels: AppLabels }) {
  return (
    <ConnectionFrame connectionId={connectionId} labels={labels} page="">
      {({ connection, changeable, usable }) => {
        const resources = resourceLabel(connection, labels)
        return (
          <>
            <ConnectionHealth connection={connection} labels={labels} changeable={changeable} usable={usable} />
            <ConnectionFacts connection={connection} labels={labels} />
            <ConnectionActivity connectionId={connection.id} />
            {usable && resources !== undefined && (
              <ConnectionResources
                app={connection.app}
                connectionId={connection.id}
                platform={appLabel(connection, labels)}
                nouns={resources}
              />
            )}
          </>
        )
      }}
    </ConnectionFrame>
  )
}

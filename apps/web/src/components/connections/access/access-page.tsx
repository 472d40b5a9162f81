'use client'

import { ConnectionFrame } from '../connection/connection-frame.tsx'
import type { AppLabels } from '../labels.ts'
import { Grants } from './grants.tsx'

/** Who may use a connection without ever seeing its credential. */
export function AccessPage({ connectionId, labels }: { connectionId: string; labels: AppLabels }) {
  return (
    <ConnectionFrame connectionId={connectionId} labels={labels} page="/access">
      {(shown) => <Grants shown={shown} labels={labels} />}
    </ConnectionFrame>
  )
}

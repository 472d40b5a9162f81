'use client'

import { ConnectionFrame } from '../connection/connection-frame.tsx'
import type { AppLabels } from '../labels.ts'
import { Rotation } from './rotation.tsx'

/** When the credential of a connection is replaced, what is left of those before, and how that went. */
export function RotationPage({ connectionId, labels }: { connectionId: string; labels: AppLabels }) {
  return (
    <ConnectionFrame connectionId={connectionId} labels={labels} page="/rotation">
      {(shown) => <Rotation shown={shown} labels={labels} />}
    </ConnectionFrame>
  )
}

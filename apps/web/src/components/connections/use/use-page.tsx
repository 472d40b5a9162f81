'use client'

import { ConnectionFrame } from '../connection/connection-frame.tsx'
import type { AppLabels } from '../labels.ts'
import { UseIt } from './use-it.tsx'

/** How programs and people use a connection without its credential. `siteUrl` is the public address. */
export function UsePage({
  connectionId,
  labels,
  siteUrl,
}: {
  connectionId: string
  labels: AppLabels
  siteUrl: string
}) {
  return (
    <ConnectionFrame connectionId={connectionId} labels={labels} page="/use">
      {(shown) => <UseIt shown={shown} labels={labels} siteUrl={siteUrl} />}
    </ConnectionFrame>
  )
}

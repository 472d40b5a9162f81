'use client'

import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import type { Failure } from '@/api/failure.ts'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Dialog, DialogCancel } from '@/components/ui/overlays/dialog.tsx'
import { saveFile } from '@/components/ui/save-file.ts'
import type { auditFilter } from './audit-query.ts'
import { curlOfExport, mostExported, readEvents } from './export-events.ts'

type Progress =
  | { state: 'ready' }
  | { state: 'reading'; count: number }
  | { state: 'written'; count: number; complete: boolean }

const number = new Intl.NumberFormat('en')

/** Downloads the events of a filter as a file, page by page. */
export function ExportDialog({
  filter,
  siteUrl,
  onClose,
}: {
  filter: ReturnType<typeof auditFilter>
  siteUrl: string
  onClose: () => void
}) {
  const client = useTRPCClient()
  const [progress, setProgress] = useState<Progress>({ state: 'ready' })
  const [failure, setFailure] = useState<Failure>()
  const abort = useRef<AbortController>(undefined)
  useEffect(() => () => abort.current?.abort(), [])

  async function run() {
    const controller = new AbortController()
    const { signal } = controller
    abort.current = controller
    setFailure(undefined)
    setProgress({ state: 'reading', count: 0 })
    try {
      await client.auditEvents.export.mutate(filter)
      const onProgress = (count: number) => setProgress({ state: 'reading', count })
      const { lines, complete } = await readEvents(client, filter, { signal, onProgress })
      if (signal.aborted) return
      saveFile('audit-events.jsonl', lines, 'application/x-ndjson')
      setProgress({ state: 'written', count: lines.length, complete })
    } catch (error) {
      if (signal.aborted) return
      setFailure(failureOfCall(error))
      setProgress({ state: 'ready' })
    }
  }

  return (
    <Dialog
      title="Export events"
      description="Exports the filtered events as JSON Lines, newest first."
      guarded={false}
      closesBeside={progress.state !== 'reading'}
      onClose={onClose}
    >
      <div className="grid gap-4 p-5">
        <FormFailure failure={failure} />
        <p role="status" className="empty:hidden">
          {progress.state === 'reading' && `${number.format(progress.count)} events read…`}
          {progress.state === 'written' && `${number.format(progress.count)} events downloaded.`}
        </p>
        {progress.state === 'written' && !progress.complete && (
          <Notice look="info" title={`There are more than ${number.format(mostExported)}`}>
            <p className="text-muted">The file holds the latest of them. Get all of them in a shell:</p>
          </Notice>
        )}
        <CopyField
          label="In a shell, with the token of a machine identity that is an admin"
          text={curlOfExport(siteUrl, filter)}
          lines
        />
        <div className="flex justify-end gap-2">
          <DialogCancel>Close</DialogCancel>
          <Button look="primary" pending={progress.state === 'reading'} onClick={run}>
            {progress.state === 'reading' ? 'Downloading…' : 'Download'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

import { RotateCw } from 'lucide-react'
import { Button } from '@/components/ui/controls/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { QueryFailureProps } from './query-failure.tsx'
import { RequestId } from './request-id.tsx'
import { SessionEnded } from './session-ended.tsx'

/** Shows a failed read with the request's id and a button to try again. */
export function QueryFailureShown({ failure, busy, onRetry }: QueryFailureProps) {
  return (
    <div className="mb-4 grid justify-items-start gap-3">
      {failure.statusCode === 401 ? (
        <SessionEnded />
      ) : (
        <Notice look="danger" title={failure.message} announce>
          <RequestId id={failure.reqId} />
        </Notice>
      )}
      <Button size="small" pending={busy} onClick={onRetry}>
        {!busy && <RotateCw aria-hidden />}
        Try again
      </Button>
    </div>
  )
}

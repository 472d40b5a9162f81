import type { Failure } from '@/api/failure.ts'
import { Notice } from '@/components/ui/notice.tsx'
import { RequestId } from './request-id.tsx'
import { SessionEnded } from './session-ended.tsx'

/** Shows a failure that concerns a form as a whole. */
export function FormFailure({ failure }: { failure: Failure | undefined }) {
  if (failure === undefined) return null
  if (failure.statusCode === 401) return <SessionEnded />
  return (
    <Notice look="danger" title={failure.message} announce>
      <RequestId id={failure.reqId} />
    </Notice>
  )
}

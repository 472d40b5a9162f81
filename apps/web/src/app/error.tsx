'use client'

import { RequestId } from '@/components/failures/request-id.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { MessagePage } from '@/components/ui/layout/message-page.tsx'

/** Shown when a page fails. `digest` is the request's id if the service was called. */
export default function PageFailed({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined
  return (
    <MessagePage title="This page could not be shown">
      <p className="text-muted">Nothing you did is lost. Try again in a moment.</p>
      <RequestId id={digest} />
      <Button onClick={retry}>Try again</Button>
    </MessagePage>
  )
}

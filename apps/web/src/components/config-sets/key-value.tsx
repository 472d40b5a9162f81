'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPCClient } from '@/api/client.tsx'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import type { SetPlace } from './place.ts'

/** A value of a key, which is fetched when somebody asks to see it and forgotten with this. */
export function KeyValue({
  place,
  secretName,
  version,
  label = 'Value',
}: {
  place: SetPlace
  secretName: string
  /** Which version's; the present one's unless given. */
  version?: number
  label?: string
}) {
  const client = useTRPCClient()
  // No query: its answer would stay in the cache.
  const shown = useMutation({
    mutationFn: () => client.secrets.get.query({ ...place, secretName, ...(version === undefined ? {} : { version }) }),
    gcTime: 0,
  })
  const { data } = shown
  if (data !== undefined && data.secretValue !== undefined) {
    return data.secretValue === '' ? (
      <p className="text-muted">{`${label}: empty`}</p>
    ) : (
      <CopyField label={label} text={data.secretValue} />
    )
  }
  return (
    <div className="grid justify-items-start gap-2">
      <FormFailure failure={shown.error === null ? undefined : failureOfCall(shown.error)} />
      {data !== undefined && <p className="text-muted">This value is not shown to you.</p>}
      {data === undefined && (
        <Button size="small" pending={shown.isPending} onClick={() => shown.mutate()}>
          {`Show ${label.toLowerCase()}`}
        </Button>
      )}
    </div>
  )
}

import { Notice } from '@/components/ui/notice.tsx'

/** Shown for a platform whose connections are not used through this service. */
export function NoBroker({ platform }: { platform: string }) {
  return (
    <Notice look="info" title={`${platform} connections cannot be used through grants yet`}>
      <p className="text-muted">They are checked and watched here, but App Connections does not pass calls on to it.</p>
    </Notice>
  )
}

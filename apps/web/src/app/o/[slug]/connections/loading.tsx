import { ConnectionsFrame, ConnectionsSkeleton } from '@/components/connections/connections-frame.tsx'

export default function Loading() {
  return (
    <ConnectionsFrame>
      <ConnectionsSkeleton />
    </ConnectionsFrame>
  )
}

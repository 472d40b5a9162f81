import { PageLoading } from '@/components/ui/page-loading.tsx'

export default function Loading() {
  return <PageLoading title="Members" label="Loading members" />
}

import { PageLoading } from '@/components/ui/layout/page-loading.tsx'

export default function Loading() {
  return <PageLoading title="Members" label="Loading members" />
}

import { PageLoading } from '@/components/ui/layout/page-loading.tsx'

export default function Loading() {
  return <PageLoading title="Syncs" label="Loading syncs" />
}

import { PageLoading } from '@/components/ui/layout/page-loading.tsx'

export default function Loading() {
  return <PageLoading title="Config sets" label="Loading config sets" />
}

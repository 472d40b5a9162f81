import { PageLoading } from '@/components/ui/page-loading.tsx'

export default function Loading() {
  return <PageLoading title="Settings" label="Loading settings" />
}

import { Cable, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Empty } from '@/components/ui/empty.tsx'
import type { AppLabels } from './labels.ts'

/** Says what a connection is for, and how the first one comes about. */
export function ConnectionsEmpty({ labels, action }: { labels: AppLabels; action: ReactNode }) {
  const names = Object.values(labels.apps).map(({ name }) => name)
  const apps = new Intl.ListFormat('en', { type: 'disjunction' }).format(names)
  return (
    <Empty
      Icon={Cable}
      title="No connections yet"
      action={action || <p className="text-muted">An admin can create the first one.</p>}
    >
      A connection keeps one credential of {apps} here, checked when you enter it and sealed from then on. Programs name
      the connection and never see the credential.
    </Empty>
  )
}

/** Says that a search or filter leaves nothing. */
export function NothingFound({ action }: { action: ReactNode }) {
  return (
    <Empty Icon={SearchX} title="Nothing matches" action={action}>
      No connection that you may see fits the search and filters.
    </Empty>
  )
}

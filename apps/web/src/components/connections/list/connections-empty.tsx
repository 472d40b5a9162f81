import { Cable, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { AppLabels } from '../labels.ts'

/** Says what a connection is for, and how the first one comes about. */
export function ConnectionsEmpty({ labels, action }: { labels: AppLabels; action: ReactNode }) {
  const names = Object.values(labels.apps).map(({ name }) => name)
  const apps = new Intl.ListFormat('en', { type: 'disjunction' }).format(names)
  const steps = [
    ['Connect', `Paste a token of ${apps}, or give your consent there. It is tried at once.`],
    ['Seal', 'What works is encrypted and never shown again, not even to you.'],
    ['Use', 'Programs and people name the connection. You see here whether it still works.'],
  ] as const
  return (
    <Empty
      Icon={Cable}
      title="No connections yet"
      action={action || <p className="text-muted">An admin can create the first one.</p>}
    >
      <p>A connection keeps one credential, so that nobody has to pass it around.</p>
      <ol className="mt-4 mb-2 grid gap-3 text-left sm:grid-cols-3 sm:gap-6">
        {steps.map(([name, words], index) => (
          <li key={name} className="grid content-start gap-0.5">
            <span className="font-medium text-ink">
              <span className="text-muted tabular-nums">{index + 1}.</span> {name}
            </span>
            {words}
          </li>
        ))}
      </ol>
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

/** Says to somebody who may read no connection at all whom to ask. */
export function NothingOpen({ organization }: { organization: string }) {
  return (
    <Notice look="info" title="No connection is open to you here">
      <p className="text-muted">Ask an admin of {organization} to add you to a project.</p>
    </Notice>
  )
}

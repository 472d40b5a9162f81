import { Cable, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { AppLabels } from '../labels.ts'

/** Explains what a connection is for, and how to create the first one. */
export function ConnectionsEmpty({ labels, action }: { labels: AppLabels; action: ReactNode }) {
  const apps = Object.values(labels.apps)
  const secret = inWords(apps)
  const consent = inWords(apps.filter((each) => each.consent.length > 0))
  const steps = [
    [
      'Connect',
      `Paste a ${secret} credential${consent === '' ? '' : ` or authorize with ${consent}`}. We test it right away.`,
    ],
    ['Encrypt', 'Once it works, it is encrypted. Nobody can read it again, including you.'],
    ['Use', 'Scripts and teammates refer to it by name; its health is shown here.'],
  ] as const
  return (
    <Empty
      Icon={Cable}
      title="No connections yet"
      action={action || <p className="text-muted">An admin can create the first one.</p>}
    >
      <p>A connection stores one credential, so that nobody has to pass it around.</p>
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

function inWords(apps: readonly { name: string }[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(apps.map(({ name }) => name))
}

/** Shown when a search or filter matches nothing. */
export function NothingFound({ action }: { action: ReactNode }) {
  return (
    <Empty Icon={SearchX} title="Nothing matches" action={action}>
      No connection you can see matches the search and filters.
    </Empty>
  )
}

/** Tells a visitor who may read no connection whom to ask. */
export function NothingOpen({ organization }: { organization: string }) {
  return (
    <Notice look="info" title="You cannot see any connections here">
      <p className="text-muted">Ask an admin of {organization} to add you to a project.</p>
    </Notice>
  )
}

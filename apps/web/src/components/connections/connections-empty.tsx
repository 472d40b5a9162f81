import { Cable } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppLabels } from './labels.ts'

/** Says what a connection is for, and how the first one comes about. */
export function ConnectionsEmpty({ labels, action }: { labels: AppLabels; action: ReactNode }) {
  const names = Object.values(labels).map(({ name }) => name)
  const apps = new Intl.ListFormat('en', { type: 'disjunction' }).format(names)
  return (
    <div className="grid justify-items-center gap-4 rounded-xl border border-dashed border-control px-5 py-14 text-center">
      <span className="grid size-10 place-items-center rounded-lg border border-line bg-surface shadow-raised">
        <Cable className="size-5 text-accent-ink" aria-hidden />
      </span>
      <div className="grid max-w-md gap-1.5">
        <h2 className="text-base font-semibold tracking-tight">No connections yet</h2>
        <p className="text-muted">
          A connection keeps one credential of {apps} here, checked when you enter it and sealed from then on. Programs
          name the connection and never see the credential.
        </p>
      </div>
      {action || <p className="text-muted">An admin can create the first one.</p>}
    </div>
  )
}

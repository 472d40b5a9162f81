import { CircleCheck } from 'lucide-react'

/** Shown where failing connections would be. */
export function AllWell({ unchecked }: { unchecked: number }) {
  return (
    <div className="mb-8 flex items-start gap-3 rounded-xl border border-line bg-surface px-4 py-4 shadow-raised sm:px-5">
      <CircleCheck className="mt-0.5 size-4 shrink-0 text-good-ink" aria-hidden />
      <p>
        <span className="font-medium">All good.</span>{' '}
        <span className="text-muted">
          No failing connections, nothing expires this week.
          {unchecked > 0 && ` ${unchecked} not checked yet.`}
        </span>
      </p>
    </div>
  )
}

import { clsx } from 'clsx'
import { type Day, kinds, sumOf } from './kinds.ts'

/** What the colours mean, with the total of each; a kind without any is left out. */
export function ActivityLegend({ days }: { days: readonly Day[] }) {
  return (
    <ul aria-label="Totals of 30 days" className="mb-4 flex flex-wrap gap-x-5 gap-y-1.5 text-[0.8125rem]">
      {kinds.map((kind) => {
        const { all, failed } = sumOf(kind, days)
        if (all === 0) return null
        return (
          <li key={kind.key} className="flex items-center gap-1.5">
            <span aria-hidden className={clsx('size-2.5 rounded-xs', kind.swatch)} />
            <span className="text-muted">{kind.name}</span>
            <span className="font-medium tabular-nums">{all}</span>
            {failed > 0 && <span className="text-danger-ink tabular-nums">{failed} failed</span>}
          </li>
        )
      })}
    </ul>
  )
}

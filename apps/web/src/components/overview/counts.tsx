import type { ConnectionsOverview } from '@app-connections/schemas'
import { clsx } from 'clsx'
import Link from 'next/link'
import { healthWords } from '@/components/health/health-words.ts'

/** The numbers in one row; on phones two per row, after the first. */
export const countsGrid = 'mb-8 grid grid-cols-2 gap-2 lg:grid-cols-5'

const inks = { good: 'text-good-ink', warn: 'text-warn-ink', bad: 'text-danger-ink', plain: 'text-muted' }

/** The number of connections in each state of health; each links to them. `list` is the path of the list of connections. */
export function Counts({ counts, list }: { counts: ConnectionsOverview['counts']; list: string }) {
  const healthy = { ...healthWords.healthy, count: counts.healthy, href: `${list}?health=healthy` }
  const unchecked = { ...healthWords.unchecked, count: counts.unchecked, href: `${list}?health=unchecked` }
  const failing = (['reconnect_required', 'degraded'] as const).map((status) => ({
    ...healthWords[status],
    count: counts[status],
    href: `${list}?health=${status}`,
  }))
  const ending = `${list}?expiring=true`
  const expiring = { name: 'Expiring', look: 'warn' as const, count: counts.expiring, href: ending }
  return (
    <ul aria-label="Connections by health" className={countsGrid}>
      {[healthy, ...failing, expiring, unchecked].map(({ name, look, count, href }) => (
        <li key={name} className="max-lg:first:col-span-2">
          <Link
            href={href}
            prefetch={false}
            className="grid gap-0.5 rounded-xl border border-line bg-surface px-4 py-3 shadow-raised transition-colors hover:bg-hover/50"
          >
            <span className={clsx('text-2xl/7 font-semibold tabular-nums', count === 0 ? 'text-muted' : inks[look])}>
              {count}
            </span>
            <span className="text-[0.8125rem] text-muted">{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

import type { ConnectionActivity } from '@app-connections/schemas'

export type Day = ConnectionActivity['days'][number]

/** The kinds of activity that are counted per day, the lowest part of a bar first. Changes do not fail. */
export const kinds = [
  { key: 'uses', failed: 'failedUses', name: 'Uses', fill: 'fill-chart-uses', swatch: 'bg-chart-uses' },
  { key: 'checks', failed: 'failedChecks', name: 'Checks', fill: 'fill-chart-checks', swatch: 'bg-chart-checks' },
  {
    key: 'refreshes',
    failed: 'failedRefreshes',
    name: 'Renewals',
    fill: 'fill-chart-refreshes',
    swatch: 'bg-chart-refreshes',
  },
  { key: 'changes', failed: undefined, name: 'Changes', fill: 'fill-chart-changes', swatch: 'bg-chart-changes' },
] as const

export type Kind = (typeof kinds)[number]

/** The total of a kind in some days, and how many of them failed. */
export function sumOf(kind: Kind, days: readonly Day[]): { all: number; failed: number } {
  const sum = (key: Exclude<keyof Day, 'day'>) => days.reduce((total, day) => total + day[key], 0)
  return { all: sum(kind.key), failed: kind.failed === undefined ? 0 : sum(kind.failed) }
}

/** The activity of some days in words: "12 uses, 3 checks (1 failed)". */
export function daysInWords(days: readonly Day[]): string {
  const parts = kinds.flatMap((kind) => {
    const { all, failed } = sumOf(kind, days)
    if (all === 0) return []
    const name = all === 1 ? kind.name.slice(0, -1) : kind.name
    return `${all} ${name.toLowerCase()}${failed === 0 ? '' : ` (${failed} failed)`}`
  })
  return parts.join(', ') || 'nothing'
}

/** A day as people write it, "24 Nov", of one like `2026-11-24`. */
export function dayInWords(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}

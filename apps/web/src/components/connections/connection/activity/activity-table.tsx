import { clsx } from 'clsx'
import { type Day, dayInWords, kinds } from './kinds.ts'

/** The chart in numbers, the latest day first, without the days on which nothing happened. */
export function ActivityTable({ days }: { days: readonly Day[] }) {
  const busy = days.filter((day) => kinds.some(({ key }) => day[key] > 0)).toReversed()
  return (
    <details className="mt-3 text-[0.8125rem]">
      <summary className="w-fit rounded text-muted underline underline-offset-2 hover:text-ink">View as table</summary>
      <table aria-label="Last 30 days" className="mt-2 w-full text-left tabular-nums">
        <thead className="text-muted">
          <tr className="border-b border-line *:py-1.5 *:pr-3 *:font-medium">
            <th scope="col">Day</th>
            {kinds.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {busy.map((day) => (
            <tr key={day.day} className="*:py-1.5 *:pr-3">
              <th scope="row" className="font-normal whitespace-nowrap">
                {dayInWords(day.day)}
              </th>
              {kinds.map(({ key, failed }) => (
                <td key={key} className={clsx(day[key] === 0 && 'text-muted')}>
                  {day[key]}
                  {failed !== undefined && day[failed] > 0 && (
                    <span className="text-danger-ink"> ({day[failed]} failed)</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

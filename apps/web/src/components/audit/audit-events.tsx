import type { AuditEvent } from '@app-connections/schemas'
import { ChevronRight } from 'lucide-react'
import { exactTime } from '@/components/time/relative-time.ts'
import { Time } from '@/components/time/time.tsx'
import { Badge, type BadgeLook } from '@/components/ui/badge.tsx'
import { actionInWords, outcomeInWords } from './action-words.ts'

/** Events as rows that open. `stale`: others are on their way. */
export function AuditEvents({
  events,
  nameOf,
  stale,
}: {
  events: readonly AuditEvent[]
  nameOf: (actor: AuditEvent['actor']) => string
  stale: boolean
}) {
  return (
    <ol
      aria-busy={stale}
      className={`divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised ${stale ? 'opacity-60' : ''}`}
    >
      {events.map((event) => (
        <li key={event.id}>
          <details className="group">
            <summary className="flex list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-hover/50 [&::-webkit-details-marker]:hidden">
              <ChevronRight
                aria-hidden
                className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
              />
              <span className="min-w-0 flex-1 basis-56">
                <span className="font-medium">{actionInWords(event.action)}</span>
                {typeof event.detail.name === 'string' && <span> {event.detail.name}</span>}
                <span className="block truncate text-[0.8125rem] text-muted">{nameOf(event.actor)}</span>
              </span>
              <span className="flex items-center gap-3 text-[0.8125rem] text-muted max-sm:pl-7">
                {event.outcome !== 'success' && (
                  <Badge look={outcomeLook(event.outcome)}>{outcomeInWords(event.outcome)}</Badge>
                )}
                <Time at={event.at} />
              </span>
            </summary>
            <EventFacts event={event} />
          </details>
        </li>
      ))}
    </ol>
  )
}

function EventFacts({ event }: { event: AuditEvent }) {
  const facts: [name: string, value: string | null][] = [
    ['Time', exactTime(event.at)],
    ['Action', event.action],
    ['Outcome', event.outcome],
    ['About', [event.target.type, event.target.id].filter(Boolean).join(' ')],
    ['Actor', [event.actor.type, event.actor.id].filter(Boolean).join(' ')],
    ['Session or token', event.actor.tokenId],
    ['Project', event.projectId],
    ['Address', event.address],
    ['Program', event.userAgent],
    ['Request', event.reqId],
    ['Detail', Object.keys(event.detail).length === 0 ? null : JSON.stringify(event.detail)],
  ]
  return (
    <dl className="grid gap-x-4 gap-y-1 border-t border-line bg-sunken px-4 py-3 text-[0.8125rem] sm:grid-cols-[8rem_minmax(0,1fr)] sm:pl-11">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="font-mono text-xs/5 break-all max-sm:mb-1">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function outcomeLook(outcome: string): BadgeLook {
  if (outcome === 'attempted') return 'plain'
  return outcome === 'denied' ? 'warn' : 'bad'
}

import type { AuditEvent } from '@app-connections/schemas'
import { actionInWords } from '@app-connections/schemas'
import { exactTime } from '@/components/time/relative-time.ts'
import { Time } from '@/components/time/time.tsx'
import { Badge, type BadgeLook } from '@/components/ui/badge.tsx'
import { DisclosedFacts, Disclosure, DisclosureList } from '@/components/ui/lists/disclosure-list.tsx'
import { outcomeInWords } from './outcome-words.ts'

/** Events as rows that open. `stale`: the next page is loading. */
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
    <DisclosureList label="Events" stale={stale}>
      {events.map((event) => (
        <Disclosure
          key={event.id}
          title={
            <>
              <span className="font-medium">{actionInWords(event.action)}</span>
              {typeof event.detail.name === 'string' && <span> {event.detail.name}</span>}
            </>
          }
          more={nameOf(event.actor)}
          side={
            <>
              {event.outcome !== 'success' && (
                <Badge look={outcomeLook(event.outcome)}>{outcomeInWords(event.outcome)}</Badge>
              )}
              <Time at={event.at} />
            </>
          }
        >
          <DisclosedFacts facts={factsOf(event)} />
        </Disclosure>
      ))}
    </DisclosureList>
  )
}

function factsOf(event: AuditEvent) {
  return [
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
  ] as const
}

function outcomeLook(outcome: string): BadgeLook {
  if (outcome === 'attempted') return 'plain'
  return outcome === 'denied' ? 'warn' : 'bad'
}

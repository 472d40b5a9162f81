import { oauthOutcomeSchema } from '@app-connections/schemas'
import { notFound } from 'next/navigation'
import { buttonStyle } from '@/components/ui/controls/button.tsx'
import { outcomePages } from './outcomes.ts'

/** The words of the outcome that an address names; 404 for any other text. */
export function outcomeOf(word: string) {
  const outcome = word === 'signed-out' ? word : oauthOutcomeSchema.safeParse(word).data
  return outcome === undefined ? notFound() : outcomePages[outcome]
}

/**
 * How an authorization ended, and one button. `connections` is the path of the list; without it the button leads to the
 * service's own address, because the organization is unknown.
 */
export function OutcomeMessage({
  outcome,
  connections,
  connectionId,
}: {
  outcome: string
  connections: string | undefined
  connectionId?: string | undefined
}) {
  const { sentences, onward } = outcomeOf(outcome)
  const list = connections ?? '/'
  const target = {
    connections: list,
    'sign-in': '/sign-in',
    connection: connectionId ? `${list}/${connectionId}` : list,
  }
  return (
    <>
      {sentences.map((sentence) => (
        <p key={sentence} className="text-muted">
          {sentence}
        </p>
      ))}
      <a href={target[onward.to]} className={buttonStyle({ look: 'primary' })}>
        {onward.to === 'connections' && connections === undefined ? 'Go to the overview' : onward.label}
      </a>
    </>
  )
}

import type { RotationState } from '@app-connections/schemas'
import { Time } from '@/components/time/time.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'
import { everyInWords, overlapInWords } from './rotation-words.ts'

/** The settings of a rotation, the next one, and the credentials that there are. */
export function RotationFacts({
  state,
  rotation,
}: {
  state: RotationState
  rotation: NonNullable<RotationState['rotation']>
}) {
  const { current, previous } = state
  return (
    <Facts>
      <Fact name="Schedule">{state.isAutoRotationEnabled ? everyInWords(rotation) : 'Switched off'}</Fact>
      <Fact name="Next rotation">
        {rotation.nextRotationAt === null ? 'By hand alone' : <Time at={rotation.nextRotationAt} />}
      </Fact>
      <Fact name="The credential before">{overlapInWords(rotation)}</Fact>
      <Fact name="Current credential">
        {current === null ? (
          'Not made here'
        ) : (
          <>
            Made <Time at={current.since} />
            <PlatformId id={current.platformId} />
          </>
        )}
      </Fact>
      <Fact name="Previous credential">
        {previous === null ? (
          'None'
        ) : (
          <>
            Ends <Time at={previous.until} />
            <PlatformId id={previous.platformId} />
          </>
        )}
      </Fact>
    </Facts>
  )
}

/** The id of a credential at its platform, by which people find it there. */
export function PlatformId({ id }: { id: string | null }) {
  if (id === null) return null
  return <code className="block font-mono text-xs break-all text-muted select-all">{id}</code>
}

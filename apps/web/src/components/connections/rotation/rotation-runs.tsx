import type { RotationState } from '@app-connections/schemas'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { kindWords, runWords } from './rotation-words.ts'

/** The last rotations and how they ended, newest first. */
export function RotationRuns({ runs }: { runs: RotationState['rotations'] }) {
  return (
    <Section title="Last rotations">
      <ul
        aria-label="Last rotations"
        className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised"
      >
        {runs.map(({ id, kind, state, message, startedAt }) => (
          <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium">{kindWords[kind]}</p>
              <p className="text-[0.8125rem] break-words text-muted">
                <Time at={startedAt} />
                {message !== null && `: ${message}`}
              </p>
            </div>
            <Badge look={runWords[state].look}>{runWords[state].name}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  )
}

import type { Drift } from '@app-connections/schemas'
import { Badge, type BadgeLook } from '@/components/ui/badge.tsx'

const changeWords: Readonly<Record<Drift['keys'][number]['change'], { name: string; look: BadgeLook }>> = {
  changed: { name: 'Changed', look: 'warn' },
  removed: { name: 'Removed', look: 'bad' },
  attached: { name: 'Now of an add-on', look: 'warn' },
}

/** The keys of a sync that somebody else has changed at its app, each with the release that did it. */
export function DriftedKeys({ drift: { keys, lookedAt, releases } }: { drift: Drift }) {
  if (keys.length === 0) {
    return lookedAt === null ? null : <p className="text-muted">Nobody else has changed a key of this sync.</p>
  }
  return (
    <ul
      aria-label="Keys changed outside"
      className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised"
    >
      {keys.map(({ key, change, release }) => (
        <li key={key} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
          <div className="min-w-0 flex-1 basis-56">
            <p className="font-mono text-[0.8125rem] break-all">{key}</p>
            <p className="text-[0.8125rem] text-muted">{byWhom(releases.find(({ version }) => version === release))}</p>
          </div>
          <Badge look={changeWords[change].look}>{changeWords[change].name}</Badge>
        </li>
      ))}
    </ul>
  )
}

function byWhom(release: Drift['releases'][number] | undefined): string {
  if (release === undefined) return 'No release names it.'
  return `Release ${release.version}${release.by === null ? '' : ` by ${release.by}`}: ${release.description}`
}

'use client'

import type { Grant } from '@app-connections/schemas'
import { clsx } from 'clsx'
import Link from 'next/link'
import { useNow } from '@/components/time/clock.tsx'
import { Countdown } from '@/components/time/countdown.tsx'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button, buttonStyle } from '@/components/ui/controls/button.tsx'
import type { ResourceLabel } from '../labels.ts'
import { deadInWords, limitsInWords } from './grant-words.ts'

/** What of a grant may be done by the visitor. */
export interface GrantOffers {
  edit: boolean
  child: boolean
  end: boolean
}

/** How far in a grant stands, by how many parents it has: there are five generations at most. */
const indents = ['', 'ml-2', 'ml-5', 'ml-8', 'ml-11']

/** One grant: who has it, for what, and how far. `depth` says how many parents it has in the list. */
export function GrantRow({
  grant,
  depth,
  nouns,
  proof,
  offers,
  onAct,
}: {
  grant: Grant
  depth: number
  nouns: ResourceLabel
  /** The address of its proof. */
  proof: string
  offers: GrantOffers
  onAct: (act: keyof GrantOffers) => void
}) {
  const dead = deadInWords(grant, useNow())
  const whose = `the grant of ${grant.subject.name}`
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className={clsx('min-w-0 flex-1 basis-80', depth > 0 && 'border-l-2 border-line pl-3', indents[depth])}>
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <p className="min-w-0 font-medium break-words">{grant.subject.name}</p>
          <span className="text-[0.8125rem] text-muted">
            {grant.subject.type === 'identity' ? 'Machine identity' : 'Person'}
            {grant.parentId !== null && ', child grant'}
          </span>
          {dead !== undefined && <Badge look="plain">{dead}</Badge>}
        </div>
        <p className="mt-0.5 font-mono text-[0.8125rem]/5 break-words">{grant.actions.join(', ')}</p>
        <p className="mt-0.5 text-[0.8125rem] text-muted">
          <Reach grant={grant} nouns={nouns} />
        </p>
        <p className="mt-0.5 text-[0.8125rem] text-muted">
          {grant.expiresAt === null ? 'Never expires' : dead === undefined ? 'Expires ' : 'Was to expire '}
          {grant.expiresAt !== null &&
            (dead === undefined ? <Countdown until={grant.expiresAt} /> : <Time at={grant.expiresAt} />)}
          {limitsInWords(grant).map((limit) => ` · ${limit}`)}
          {' · '}made <Time at={grant.createdAt} />
          {grant.createdBy !== null && ` by ${grant.createdBy.name}`}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        <Link
          href={proof}
          prefetch={false}
          aria-label={`Proof of ${whose}`}
          className={buttonStyle({ look: 'secondary', size: 'small' })}
        >
          Proof
        </Link>
        {offers.child && (
          <Button size="small" look="quiet" aria-label={`New child of ${whose}`} onClick={() => onAct('child')}>
            New child
          </Button>
        )}
        {offers.edit && (
          <Button size="small" look="quiet" aria-label={`Edit ${whose}`} onClick={() => onAct('edit')}>
            Edit
          </Button>
        )}
        {offers.end && (
          <Button size="small" look="quiet" aria-label={`End ${whose}`} onClick={() => onAct('end')}>
            End
          </Button>
        )}
      </div>
    </li>
  )
}

/** On what a grant holds: "on the apps shop and blog, keys A and B_* alone". */
function Reach({ grant: { apps, keys }, nouns }: { grant: Grant; nouns: ResourceLabel }) {
  return (
    <>
      {apps === null ? `All ${nouns.many}` : `${apps.length === 1 ? nouns.one : nouns.many} `}
      {apps !== null && <span className="break-words text-ink">{apps.map(({ name }) => name).join(', ')}</span>}
      {keys !== null && (
        <>
          {' · keys '}
          <code className="font-mono text-xs break-words text-ink">{keys.join(', ')}</code>
        </>
      )}
    </>
  )
}

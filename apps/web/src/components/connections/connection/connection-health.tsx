import type { SingleConnection } from '@app-connections/schemas'
import { HealthBadge } from '@/components/health/health-badge.tsx'
import { reasonInWords } from '@/components/health/health-words.ts'
import { Time } from '@/components/time/time.tsx'
import { type AppLabels, appLabel, isRenewed } from '../labels.ts'
import { CheckButton } from './check-button.tsx'
import { EndsSoon } from './ends-soon.tsx'
import { ReconnectButton } from './reconnect-button.tsx'

/** A connection's health: its state, the reason, since when, and what to do about it. */
export function ConnectionHealth({
  connection,
  labels,
  changeable,
  usable,
}: {
  connection: SingleConnection
  labels: AppLabels
  changeable: boolean
  usable: boolean
}) {
  const { health } = connection
  return (
    <section
      aria-label="Health"
      className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl border border-line bg-surface px-4 py-4 shadow-raised sm:px-5"
    >
      <div className="grid min-w-0 gap-1.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <HealthBadge health={health} />
          <span className="font-medium">{reasonInWords(health, appLabel(connection, labels))}</span>
        </p>
        {health.remedy !== null && <p>{health.remedy}</p>}
        {health.expiresAt !== null && !isRenewed(connection, labels) && <EndsSoon at={health.expiresAt} />}
        <p className="text-[0.8125rem] text-muted">
          {health.since !== null && ['degraded', 'reconnect_required'].includes(health.status) && (
            <>
              Since <Time at={health.since} />.{' '}
            </>
          )}
          {health.lastSuccessAt !== null && (
            <>
              Last worked <Time at={health.lastSuccessAt} />.{' '}
            </>
          )}
          {health.nextCheckAt !== null && (
            <>
              Next check <Time at={health.nextCheckAt} />.
            </>
          )}
        </p>
      </div>
      <div className="flex gap-2">
        {changeable && health.status === 'reconnect_required' && (
          <ReconnectButton connection={connection} labels={labels} urgent />
        )}
        {usable && <CheckButton connection={connection} />}
      </div>
    </section>
  )
}

import type { SingleConnection } from '@app-connections/schemas'
import { accountInWords, readableInWords } from '@/components/health/health-words.ts'
import { Countdown } from '@/components/time/countdown.tsx'
import { Time } from '@/components/time/time.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'
import { type AppLabels, appLabel, isRenewed, resourceLabel, scopeLabel } from '../labels.ts'

/** The facts of a connection. */
export function ConnectionFacts({ connection, labels }: { connection: SingleConnection; labels: AppLabels }) {
  const { app, method, health } = connection
  const renewed = isRenewed(connection, labels)
  return (
    <div className="mb-8">
      <Facts>
        <Fact name="App">{appLabel(connection, labels)}</Fact>
        <Fact name="Method">{labels.apps[app]?.methods[method] ?? method}</Fact>
        <Fact name="Scope">{scopeLabel(connection)}</Fact>
        <Fact name="Account">{accountInWords(health)}</Fact>
        {health.account.scope !== null && <Fact name="Scope at the platform">{health.account.scope}</Fact>}
        <Fact name="Can read">{readableInWords(health, resourceLabel(connection, labels)?.many)}</Fact>
        <Fact name={renewed ? 'Access renews' : 'Credential expires'}>
          <End at={health.expiresAt} renewed={renewed} />
        </Fact>
        <Fact name="Created">
          <Time at={connection.createdAt} />
        </Fact>
        <Fact name="Changed">
          <Time at={connection.updatedAt} />
        </Fact>
        <Fact name="Credential version">{connection.version}</Fact>
        <Fact name="Id" wide>
          <code className="font-mono text-[0.8125rem] break-all select-all">{connection.id}</code>
        </Fact>
      </Facts>
    </div>
  )
}

/** When the credential expires: a countdown, unless the service renews it then. */
function End({ at, renewed }: { at: string | null; renewed: boolean }) {
  if (at === null) return 'Unknown'
  return renewed ? <Time at={at} /> : <Countdown until={at} />
}

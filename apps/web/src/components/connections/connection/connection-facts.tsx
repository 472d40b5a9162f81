import { type Ability, appName, methodName, type SingleConnection } from '@app-connections/schemas'
import { Time } from '@/components/time/time.tsx'
import { Fact, Facts } from '@/components/ui/facts.tsx'
import { scopeLabel } from '../connections-table.tsx'

/** What a connection is. */
export function ConnectionFacts({ connection }: { connection: SingleConnection }) {
  const { app, method, health } = connection
  return (
    <div className="mb-8">
      <Facts>
        <Fact name="App">{appName(app)}</Fact>
        <Fact name="Method">{methodName(app, method)}</Fact>
        <Fact name="Scope">{scopeLabel(connection)}</Fact>
        <Fact name="Account">{health.account.email ?? health.account.id ?? 'Not told by this credential'}</Fact>
        {health.account.scope !== null && <Fact name="Consent asked for">{health.account.scope}</Fact>}
        <Fact name="Seen to reach">{reached(health.observed)}</Fact>
        <Fact name={method === 'oauth' ? 'Access renews' : 'Credential expires'}>
          {health.expiresAt === null ? 'Not known to' : <Time at={health.expiresAt} />}
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

/** What the credential was seen to reach: an observation, which is less than a scope and more than a promise. */
function reached(observed: SingleConnection['health']['observed']): string {
  const words = { account: 'the account', apps: 'its apps', configVars: 'config vars' } as const
  const seen = (ability: Ability) =>
    [words.account, words.apps, words.configVars].filter((_word, index) => abilities[index] === ability)
  const abilities = [observed.account, observed.apps, observed.configVars]
  const yes = seen('yes')
  const no = seen('no')
  const parts = [...(yes.length > 0 ? [yes.join(', ')] : []), ...(no.length > 0 ? [`not ${no.join(', ')}`] : [])]
  return parts.length === 0 ? 'Not tried yet' : parts.join('; ')
}

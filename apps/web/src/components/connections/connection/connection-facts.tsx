import { appName, methodName, type SingleConnection } from '@app-connections/schemas'
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

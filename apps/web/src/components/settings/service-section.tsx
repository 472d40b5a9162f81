import type { ReactNode } from 'react'
import type { Outputs } from '@/api/outputs.ts'
import { Section } from '@/components/ui/layout/section.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'

type Service = Outputs['organizations']['settings']['service']

const databaseNames: Record<Service['database'], string> = {
  postgresql: 'PostgreSQL',
  pglite: 'PGlite, embedded: for trials and small teams',
}

/** What the operator of the server has set, for every organization on it alike. */
export function ServiceSection({ service }: { service: Service }) {
  const { version, siteUrl, database, smtp, rateLimits, webhooks, checkIntervalHours } = service
  return (
    <Section title="Service" lead="Set by the environment of the server; each changes with a restart.">
      <Facts>
        <Fact name="Version">{version}</Fact>
        <Fact name="Address" wide>
          <code className="font-mono text-[0.8125rem] break-all select-all">{siteUrl}</code>
        </Fact>
        <Fact name="Database">{databaseNames[database]}</Fact>
        <Fact name="Checks of a connection">About every {checkIntervalHours} hours</Fact>
        <Setting name="Limits of calls" on={rateLimits} words={['On', 'Off']} variables={['RATE_LIMITS']} />
        <Setting
          name="Mail to admins"
          on={smtp}
          words={['On', 'Off: nobody is written to']}
          variables={['SMTP_URL', 'SMTP_FROM']}
        />
        <Setting
          name="Webhooks over plain http"
          on={webhooks.allowHttp}
          words={['Allowed', 'Refused: https alone']}
          variables={['WEBHOOK_ALLOW_HTTP']}
        />
        <Setting
          name="Webhooks to private addresses"
          on={webhooks.allowCidrs.length > 0}
          words={[`Allowed to ${webhooks.allowCidrs.join(', ')}`, 'Refused']}
          variables={['WEBHOOK_ALLOW_CIDRS']}
        />
      </Facts>
    </Section>
  )
}

/** A switch of the server: how it stands, and by which variables it is set. */
function Setting({
  name,
  on,
  words: [whenOn, whenOff],
  variables,
}: {
  name: string
  on: boolean
  words: readonly [on: string, off: string]
  variables: readonly string[]
}) {
  const set: ReactNode = variables.map((variable) => (
    <code key={variable} className="mr-2 font-mono text-xs break-all text-muted select-all">
      {variable}
    </code>
  ))
  return (
    <Fact name={name} wide>
      {on ? whenOn : whenOff}
      <span className="block">{set}</span>
    </Fact>
  )
}

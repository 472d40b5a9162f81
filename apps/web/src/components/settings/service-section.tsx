import type { ReactNode } from 'react'
import type { Outputs } from '@/api/outputs.ts'
import { Section } from '@/components/ui/layout/section.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'

type Service = Outputs['organizations']['settings']['service']

const databaseNames: Record<Service['database'], string> = {
  postgresql: 'PostgreSQL',
  pglite: 'PGlite, embedded: for trials and small teams',
}

/** The settings of the server, which are the same for every organization on it. */
export function ServiceSection({ service }: { service: Service }) {
  const { version, siteUrl, database, smtp, rateLimits, webhooks, checkIntervalHours } = service
  return (
    <Section title="Service" lead="Set by environment variables of the server. Restart the server to change them.">
      <Facts>
        <Fact name="Version">{version}</Fact>
        <Fact name="Address" wide>
          <code className="font-mono text-[0.8125rem] break-all select-all">{siteUrl}</code>
        </Fact>
        <Fact name="Database">{databaseNames[database]}</Fact>
        <Fact name="Connection checks">About every {checkIntervalHours} hours</Fact>
        <Setting name="Rate limits" on={rateLimits} words={['On', 'Off']} variables={['RATE_LIMITS']} />
        <Setting name="Mail to admins" on={smtp} words={['On', 'Off']} variables={['SMTP_URL', 'SMTP_FROM']} />
        <Setting
          name="Webhooks over plain http"
          on={webhooks.allowHttp}
          words={['Allowed', 'Refused: only https']}
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

/** A setting of the server: its value, and the variables that set it. */
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

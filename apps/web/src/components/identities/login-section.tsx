import type { Identity } from '@app-connections/schemas'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { clientOfLogin, curlOfLogin } from './snippets.ts'

/** Snippets with which a program logs in as a machine identity. */
export function LoginSection({ identity, siteUrl }: { identity: Identity; siteUrl: string }) {
  const login = { siteUrl, clientId: identity.clientId }
  return (
    <Section
      title="Logging in"
      lead={
        <>
          Put one of its secrets in the variable <code className="font-mono text-[0.8125rem]">CLIENT_SECRET</code>.
        </>
      }
    >
      <div className="grid gap-4">
        <CopyField label="In a shell" text={curlOfLogin(login)} lines />
        <CopyField label="In TypeScript" text={clientOfLogin(login)} lines />
      </div>
    </Section>
  )
}

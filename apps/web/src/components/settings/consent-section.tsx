import { appName, type OrganizationSettings } from '@app-connections/schemas'
import { OAuthSetup } from '@/components/oauth/oauth-setup.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Section } from '@/components/ui/layout/section.tsx'

/** Whether connections can be made by consent, app by app: what to set, and a test of it. */
export function ConsentSection({ states }: { states: OrganizationSettings['service']['oauth'] }) {
  const configured = states.some((each) => each.configured)
  return (
    <Section
      title="OAuth"
      lead="Let people connect without copying tokens."
      action={<Badge look={configured ? 'good' : 'plain'}>{configured ? 'Set up' : 'Not set up'}</Badge>}
    >
      <div className="grid gap-4">
        {states.map(({ app }) => (
          <section key={app} aria-label={appName(app)} className="grid gap-2">
            <OAuthSetup app={app} testable />
          </section>
        ))}
      </div>
    </Section>
  )
}

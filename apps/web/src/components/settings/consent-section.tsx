import { appName, type OrganizationSettings } from '@app-connections/schemas'
import { OAuthSetup } from '@/components/oauth/oauth-setup.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Section } from '@/components/ui/layout/section.tsx'

/** Whether people can connect by consent, for each app that offers it: its state, what to set, and a test. */
export function ConsentSection({ states }: { states: OrganizationSettings['service']['oauth'] }) {
  return (
    <Section title="OAuth" lead="Let people connect without copying tokens.">
      <div className="grid gap-6">
        {states.map(({ app, configured }) => (
          <section key={app} aria-label={appName(app)} className="grid gap-2">
            <p className="flex items-center gap-2.5">
              <span className="font-medium">{appName(app)}</span>
              <Badge look={configured ? 'good' : 'plain'}>{configured ? 'Set up' : 'Not set up'}</Badge>
            </p>
            <OAuthSetup app={app} testable />
          </section>
        ))}
      </div>
    </Section>
  )
}

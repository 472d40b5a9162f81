import type { Metadata } from 'next'
import { visitor } from '@/api/server.ts'
import { OutcomeMessage, outcomeOf } from '@/components/oauth/outcome-page.tsx'
import { MessagePage } from '@/components/ui/layout/message-page.tsx'

interface OutcomePageProps {
  params: Promise<{ outcome: string }>
}

export async function generateMetadata({ params }: OutcomePageProps): Promise<Metadata> {
  return { title: outcomeOf((await params).outcome).title }
}

/** How a consent ended, where it is not known of which organization it was. */
export default async function OutcomePage({ params }: OutcomePageProps) {
  const { outcome } = await params
  const [organization, ...others] = (await visitor())?.organizations ?? []
  const only = others.length === 0 ? organization : undefined
  return (
    <MessagePage title={outcomeOf(outcome).title}>
      <OutcomeMessage outcome={outcome} connections={only && `/o/${only.slug}/connections`} />
    </MessagePage>
  )
}

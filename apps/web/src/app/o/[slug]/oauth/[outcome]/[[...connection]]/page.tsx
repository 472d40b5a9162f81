import { connectionIdSchema } from '@app-connections/schemas'
import type { Metadata } from 'next'
import { organizationOf } from '@/api/server.ts'
import { OutcomeMessage, outcomeOf } from '@/components/oauth/outcome-page.tsx'

interface OutcomePageProps {
  params: Promise<{ slug: string; outcome: string; connection?: string[] }>
}

export async function generateMetadata({ params }: OutcomePageProps): Promise<Metadata> {
  return { title: outcomeOf((await params).outcome).title }
}

/** How an authorization ended, within the organization it was for. */
export default async function OutcomePage({ params }: OutcomePageProps) {
  const { slug, outcome, connection } = await params
  const { organization } = await organizationOf(slug)
  return (
    <div className="mx-auto grid max-w-md justify-items-start gap-3 px-4 py-12 sm:pt-[14dvh]">
      <h1 className="text-lg font-semibold tracking-tight">{outcomeOf(outcome).title}</h1>
      <OutcomeMessage
        outcome={outcome}
        connections={`/o/${organization.slug}/connections`}
        connectionId={connectionIdSchema.safeParse(connection?.[0]).data}
      />
    </div>
  )
}

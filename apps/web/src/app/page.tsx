import { redirect } from 'next/navigation'
import { setupNeeded, visitor } from '@/api/server.ts'
import { SignOutButton } from '@/components/entrance/sign-out-button.tsx'
import { MessagePage } from '@/components/ui/layout/message-page.tsx'

/** Redirects a visitor to set-up, to sign-in or to their first organization. */
export default async function Home() {
  const person = await visitor()
  if (person === undefined) redirect((await setupNeeded()) ? '/setup' : '/sign-in')
  const [first] = person.organizations
  if (first !== undefined) redirect(`/o/${first.slug}`)
  return (
    <MessagePage title="You are in no organization">
      <p className="text-muted">You are signed in as {person.email}. Ask an admin for an invitation.</p>
      <SignOutButton />
    </MessagePage>
  )
}

import type { Metadata } from 'next'
import { signedIn } from '@/api/server.ts'
import { MessagePage } from '@/components/ui/layout/message-page.tsx'

export const metadata: Metadata = { title: 'Signed in' }

/** Shown after a sign-in in a new tab, which somebody opened from a form whose session had ended. */
export default async function SignedInPage() {
  const { name } = await signedIn()
  return (
    <MessagePage title={`Signed in as ${name}`}>
      <p className="text-muted">You can close this tab and continue where you were.</p>
    </MessagePage>
  )
}

import type { Metadata } from 'next'
import { buttonStyle } from '@/components/ui/controls/button.tsx'
import { MessagePage } from '@/components/ui/layout/message-page.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <MessagePage title="Page not found">
      <p className="text-muted">The address is wrong, or belongs to an organization you are not in.</p>
      <a href="/" className={buttonStyle()}>
        Go to the overview
      </a>
    </MessagePage>
  )
}

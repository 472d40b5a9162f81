import type { ReactNode } from 'react'
import { StandalonePage } from '@/components/ui/layout/standalone-page.tsx'

/** The frame of the pages for visitors without a session: sign-in, set-up, invitation, new password. */
export function Entrance({ title, children, lead }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <StandalonePage>
      <div className="grid gap-1.5">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p className="text-muted">{lead}</p>
      </div>
      <div className="rounded-xl border border-line bg-surface p-5 shadow-raised">{children}</div>
    </StandalonePage>
  )
}

import type { ReactNode } from 'react'
import { StandalonePage } from './standalone-page.tsx'

/** A page of one message: not found, failed, done. */
export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <StandalonePage>
      <div className="grid justify-items-start gap-3 rounded-xl border border-line bg-surface p-5 shadow-raised sm:p-6">
        <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </StandalonePage>
  )
}

import type { ReactNode } from 'react'
import { Brand } from '@/components/ui/brand.tsx'

/** The frame of the pages before one is in: sign-in, set-up, invitation. */
export function Entrance({ title, children, lead }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr]">
      <header className="px-4 py-4 sm:px-6">
        <Brand />
      </header>
      <main className="mx-auto grid w-full max-w-100 content-start gap-6 px-4 pt-6 pb-16 sm:pt-[10dvh]">
        <div className="grid gap-1.5">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p className="text-muted">{lead}</p>
        </div>
        <div className="rounded-xl border border-line bg-surface p-5 shadow-raised">{children}</div>
      </main>
    </div>
  )
}

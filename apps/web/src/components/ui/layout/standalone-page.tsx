import type { ReactNode } from 'react'
import { Brand } from './brand.tsx'

/** The frame of a page outside any organization: the brand above, and one narrow column. */
export function StandalonePage({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr]">
      <header className="px-4 py-4 sm:px-6">
        <Brand />
      </header>
      <main className="mx-auto grid w-full max-w-100 content-start gap-6 px-4 pt-6 pb-16 sm:pt-[10dvh]">
        {children}
      </main>
    </div>
  )
}

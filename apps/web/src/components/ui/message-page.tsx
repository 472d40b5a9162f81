import type { ReactNode } from 'react'
import { Brand } from './brand.tsx'

/** A page of one message: not found, failed, done. */
export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr]">
      <header className="px-4 py-4 sm:px-6">
        <Brand />
      </header>
      <main className="mx-auto w-full max-w-100 px-4 pt-6 pb-16 sm:pt-[10dvh]">
        <div className="grid justify-items-start gap-3 rounded-xl border border-line bg-surface p-5 shadow-raised sm:p-6">
          <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
          {children}
        </div>
      </main>
    </div>
  )
}

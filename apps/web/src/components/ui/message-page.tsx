import type { ReactNode } from 'react'
import { Brand } from './brand.tsx'

/** A page of one message: not found, failed, done. */
export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center justify-items-start gap-3 px-4 py-12">
      <Brand />
      <h1 className="mt-4 text-lg font-semibold tracking-tight">{title}</h1>
      {children}
    </main>
  )
}

import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { nonceHeader } from '@/page-headers.ts'
import { ThemeScript } from '@/theme/theme-script.tsx'

export const metadata: Metadata = {
  title: { default: 'App Connections', template: '%s · App Connections' },
  description: 'Keeps the credentials of the platforms you work with.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f13' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A nonce is good for one answer: no page may be rendered ahead of time.
  await connection()
  const nonce = (await headers()).get(nonceHeader) ?? undefined
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
      </head>
      <body>{children}</body>
    </html>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { setupNeeded, visitor } from '@/api/server.ts'
import { Entrance } from '@/components/session/entrance.tsx'
import { nextPath } from '@/components/session/next-path.ts'
import { SignInForm } from '@/components/session/sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const next = nextPath((await searchParams).next)
  if ((await visitor()) !== undefined) redirect(next)
  if (await setupNeeded()) redirect('/setup')
  return (
    <Entrance title="Sign in" lead="With the account of your organization.">
      <SignInForm next={next} />
    </Entrance>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { nextPath } from '@/address/next-path.ts'
import { setupNeeded, visitor } from '@/api/server.ts'
import { Entrance } from '@/components/entrance/entrance.tsx'
import { SignInForm } from '@/components/entrance/sign-in-form.tsx'

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

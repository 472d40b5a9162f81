import type { Metadata } from 'next'
import { ApiProvider } from '@/api/client.tsx'
import { signedIn } from '@/api/server.ts'
import { DeviceLogin } from '@/components/device/device-login.tsx'
import { Entrance } from '@/components/entrance/entrance.tsx'
import { SignOutButton } from '@/components/entrance/sign-out-button.tsx'
import { ClockProvider } from '@/components/time/clock.tsx'
import { MessagePage } from '@/components/ui/layout/message-page.tsx'

export const metadata: Metadata = { title: 'Log a program in' }

interface DevicePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** Where a person lets a program act for them, by the code that it shows. */
export default async function DevicePage({ searchParams }: DevicePageProps) {
  const person = await signedIn()
  const { user_code: code } = await searchParams
  const [first] = person.organizations
  if (first === undefined) {
    return (
      <MessagePage title="You are in no organization">
        <p className="text-muted">You are signed in as {person.email}. A program can act for members alone.</p>
        <SignOutButton />
      </MessagePage>
    )
  }
  return (
    <ApiProvider organizationId={first.id}>
      <ClockProvider startsAt={Date.now()}>
        <Entrance title="Log a program in" lead={`You are signed in as ${person.email}.`}>
          <DeviceLogin organizations={person.organizations} code={typeof code === 'string' ? code : ''} />
        </Entrance>
      </ClockProvider>
    </ApiProvider>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { setupNeeded } from '@/api/server.ts'
import { Entrance } from '@/components/entrance/entrance.tsx'
import { SetupForm } from '@/components/entrance/setup-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage() {
  if (!(await setupNeeded())) redirect('/')
  return (
    <Entrance title="Set up App Connections" lead="Create the first organization. You will be its admin.">
      <SetupForm />
    </Entrance>
  )
}

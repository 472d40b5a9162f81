import type { Metadata } from 'next'
import { Entrance } from '@/components/entrance/entrance.tsx'
import { ResetPasswordForm } from '@/components/entrance/reset-password-form.tsx'

export const metadata: Metadata = { title: 'New password' }

export default function ResetPasswordPage() {
  return (
    <Entrance title="Set a new password" lead="The link works once. You are then signed out everywhere.">
      <ResetPasswordForm />
    </Entrance>
  )
}

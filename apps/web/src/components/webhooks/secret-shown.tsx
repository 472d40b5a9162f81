import type { ReactNode } from 'react'
import { ShownOnce } from '@/components/form/shown-once.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { verifyWithLibrary } from './verification.ts'

/** Shows a new signing secret once, with a snippet that uses it. */
export function SecretShown({
  title,
  secret,
  more,
  onClose,
}: {
  title: string
  secret: string
  more?: ReactNode
  onClose: () => void
}) {
  return (
    <ShownOnce
      title={title}
      description="Copy it now. It is never shown again. The receiver uses it to verify messages."
      onClose={onClose}
    >
      <CopyField label="Signing secret" text={secret} />
      <CopyField label="At the receiver" text={verifyWithLibrary} lines />
      {more}
    </ShownOnce>
  )
}

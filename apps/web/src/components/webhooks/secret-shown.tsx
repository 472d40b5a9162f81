import type { ReactNode } from 'react'
import { ShownOnce } from '@/components/form/shown-once.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { verifyWithLibrary } from './verification.ts'

/** A signing secret just made, once, with what to do with it. */
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
      description="Copy it now: it is never shown again. With it the receiver tells genuine messages from others."
      onClose={onClose}
    >
      <CopyField label="Signing secret" text={secret} />
      <CopyField label="At the receiver" text={verifyWithLibrary} lines />
      {more}
    </ShownOnce>
  )
}

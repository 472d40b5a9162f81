import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { verifyByHand, verifyWithLibrary } from '../verification.ts'

/** Shows how a receiver verifies that a message is genuine. */
export function VerificationSection() {
  return (
    <Section
      title="Verifying a signature"
      lead="Every message is signed as Standard Webhooks describes, with the secret that is shown once. Answer with any 2xx status within 10 seconds; otherwise we retry for a day."
    >
      <div className="grid gap-4">
        <CopyField label="With the standardwebhooks library" text={verifyWithLibrary} lines />
        <CopyField label="With Node.js only" text={verifyByHand} lines />
      </div>
    </Section>
  )
}

import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { verifyByHand, verifyWithLibrary } from '../verification.ts'

/** Teaches a receiver to tell genuine messages from others. */
export function VerificationSection() {
  return (
    <Section
      title="Verifying a signature"
      lead="Every message is signed by the Standard Webhooks scheme, with the secret that is shown once. Answer any 2xx within 10 seconds; everything else is tried again for a day."
    >
      <div className="grid gap-4">
        <CopyField label="With the library of the scheme" text={verifyWithLibrary} lines />
        <CopyField label="With Node alone" text={verifyByHand} lines />
      </div>
    </Section>
  )
}

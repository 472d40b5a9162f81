'use client'

import type { DeviceLogin as Asking, WhoAmI } from '@app-connections/schemas'
import { useState } from 'react'
import { PasswordProofHost } from '@/components/account/password-proof-host.tsx'
import { CodeForm } from './code-form.tsx'
import { Decided } from './decided.tsx'
import { DecisionForm } from './decision-form.tsx'

export type Decision = 'confirmed' | 'denied'

/** Leads from the code, over what asks with it, to the decision. */
export function DeviceLogin({ organizations, code }: { organizations: WhoAmI['organizations']; code: string }) {
  const [asking, setAsking] = useState<Asking & { userCode: string }>()
  const [decision, setDecision] = useState<Decision>()
  if (decision !== undefined) return <Decided decision={decision} />
  if (asking === undefined) return <CodeForm code={code} onFound={setAsking} />
  return (
    <>
      <DecisionForm
        asking={asking}
        organizations={organizations}
        onDecided={setDecision}
        onOtherCode={() => setAsking(undefined)}
      />
      <PasswordProofHost />
    </>
  )
}

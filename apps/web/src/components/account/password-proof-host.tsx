'use client'

import dynamic from 'next/dynamic'
import { useSyncExternalStore } from 'react'
import { passwordProof } from '@/api/password-proof.ts'

const ProofDialog = dynamic(() => import('./password-proof-dialog.tsx').then((module) => module.PasswordProofDialog), {
  ssr: false,
})

/** Where the visitor is asked for their password, above whatever dialog they are in. Loads nothing until it is wanted. */
export function PasswordProofHost() {
  const wanted = useSyncExternalStore(passwordProof.subscribe, passwordProof.wanted, passwordProof.onServer)
  return wanted ? <ProofDialog /> : null
}

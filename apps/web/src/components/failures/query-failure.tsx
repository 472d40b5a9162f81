'use client'

import dynamic from 'next/dynamic'
import type { Failure } from '@/api/failure.ts'

export interface QueryFailureProps {
  failure: Failure
  /** Whether a retry is running. */
  busy: boolean
  onRetry: () => void
}

const QueryFailureShown = dynamic(() => import('./query-failure-shown.tsx').then((module) => module.QueryFailureShown))

/** Shows a failed read with the request's id and a button to try again. Loads nothing until something fails. */
export function QueryFailure(props: QueryFailureProps) {
  return <QueryFailureShown {...props} />
}

'use client'

import dynamic from 'next/dynamic'
import { useSyncExternalStore } from 'react'
import { toastsWanted } from './toasts.ts'

const Toasts = dynamic(() => import('./toast-list.tsx').then((module) => module.ToastList), { ssr: false })

/** Where toasts appear. Loads nothing until the first toast is likely. */
export function ToastHost() {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.get, toastsWanted.onServer)
  return wanted ? <Toasts /> : null
}

'use client'

import dynamic from 'next/dynamic'
import { useSyncExternalStore } from 'react'
import { useTheme } from '@/theme/theme.ts'
import { toastsWanted } from './toasts.ts'

const Toaster = dynamic(() => import('sonner').then((module) => module.Toaster), { ssr: false })

/** Where toasts appear. Loads nothing until the first one is expected. */
export function ToastHost() {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.get, toastsWanted.onServer)
  const theme = useTheme()
  return wanted ? <Toaster theme={theme} position="bottom-right" closeButton /> : null
}

'use client'

import { useEffect } from 'react'
import { notifyFailure } from '@/components/toasts/toasts.ts'

/**
 * While `guarded`, the page is not left by mistake: the browser asks before it is closed or reloaded, and a step back or
 * forward within the app is not taken; `why` is said instead. The latter where the browser has the Navigation API.
 */
export function useLeaveGuard(guarded: boolean, why = 'Save or discard what you entered first'): void {
  useEffect(() => {
    if (!guarded) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    const stay = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable) return
      event.preventDefault()
      void notifyFailure({ message: why })
    }
    const navigation = 'navigation' in window ? window.navigation : undefined
    window.addEventListener('beforeunload', ask)
    navigation?.addEventListener('navigate', stay)
    return () => {
      window.removeEventListener('beforeunload', ask)
      navigation?.removeEventListener('navigate', stay)
    }
  }, [guarded, why])
}

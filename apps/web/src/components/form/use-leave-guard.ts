'use client'

import { useEffect } from 'react'
import { notifyFailure } from '@/components/toasts/toasts.ts'

/**
 * While `guarded`, nobody leaves the page by mistake: the browser asks before it closes or reloads the page, and Back and
 * Forward within the app do nothing but show `why`. The latter needs a browser with the Navigation API.
 */
export function useLeaveGuard(guarded: boolean, why = 'Save or discard your changes first.'): void {
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

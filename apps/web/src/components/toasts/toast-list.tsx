'use client'

import { useEffect, useRef } from 'react'
import { Toaster, toast } from 'sonner'
import { useTheme } from '@/theme/theme.ts'

/**
 * The toasts. They are announced, and Tab skips them: Sonner makes each a tab stop and returns focus that leaves its list to
 * where it came from, so that Tab would go in circles while a toast is shown. A toast with an action stays a tab stop. Alt+T
 * still moves focus to them, and Escape closes them there.
 */
export function ToastList() {
  const theme = useTheme()
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    const list = section.current
    if (list === null) return
    const passBy = () => {
      for (const stop of list.querySelectorAll<HTMLElement>(stops)) if (stop.tabIndex !== -1) stop.tabIndex = -1
    }
    const close = ({ key }: KeyboardEvent) => key === 'Escape' && toast.dismiss()
    const observer = new MutationObserver(passBy)
    passBy()
    observer.observe(list, { childList: true, subtree: true, attributeFilter: ['tabindex'] })
    list.addEventListener('keydown', close)
    return () => {
      observer.disconnect()
      list.removeEventListener('keydown', close)
    }
  }, [])
  return <Toaster ref={section} theme={theme} position="bottom-right" closeButton />
}

const stops = '[data-sonner-toast]:not(:has([data-action])), [data-close-button]'

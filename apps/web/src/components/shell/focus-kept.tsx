'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { contentId, focusContent } from '@/components/ui/layout/content.ts'

/**
 * Keeps focus when one page replaces another without a load. If the focused element is gone with the old page, the new
 * page's heading gets the focus. This watches until focus moves elsewhere or the pointer is used, because the loading state
 * of a page disappears too.
 */
export function FocusKept() {
  const pathname = usePathname()
  const arrivedAt = useRef(pathname)
  useEffect(() => {
    const content = document.getElementById(contentId)
    if (arrivedAt.current === pathname || content === null) return
    arrivedAt.current = pathname
    const keep = () => document.activeElement === document.body && focusContent()
    const elsewhere = ({ target }: Event) => target !== content && !(target instanceof HTMLHeadingElement) && stop()
    const observer = new MutationObserver(keep)
    function stop() {
      observer.disconnect()
      window.removeEventListener('focusin', elsewhere)
      window.removeEventListener('pointerdown', stop)
    }
    keep()
    observer.observe(content, { childList: true, subtree: true })
    window.addEventListener('focusin', elsewhere)
    window.addEventListener('pointerdown', stop)
    return stop
  }, [pathname])
  return null
}

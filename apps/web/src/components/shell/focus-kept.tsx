'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { contentId, focusContent } from '@/components/ui/layout/content.ts'

/**
 * Keeps focus from being lost where one page takes the place of another without a load: what had it may have gone with the
 * page before, and then the new page's heading gets it. That is watched until focus is elsewhere or somebody points at
 * something, because what stands for a page while it loads goes too.
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

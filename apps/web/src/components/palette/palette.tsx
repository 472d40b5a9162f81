'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'

const load = () => import('./palette-open.tsx')
const PaletteOpen = dynamic(() => load().then((module) => module.PaletteOpen), { ssr: false })

/** Opens the palette with Ctrl or ⌘ and K on every page. It loads when it first opens. */
export function Palette() {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      // An open dialog may hold input that leaving the page would lose.
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return
      event.preventDefault()
      setOpen(true)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return open ? <PaletteOpen onClose={() => setOpen(false)} /> : null
}

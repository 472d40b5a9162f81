'use client'

import { useSyncExternalStore } from 'react'
import { type Theme, themeKey, themes } from './theme-names.ts'

const listeners = new Set<() => void>()

/** Stores the theme in this browser and applies it. `system` follows the device and is stored as no choice. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(themeKey)
  else localStorage.setItem(themeKey, theme)
  apply()
}

/** The theme this browser has chosen. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosen, () => 'system')
}

function chosen(): Theme {
  const kept = localStorage.getItem(themeKey)
  return themes.find((theme) => theme === kept) ?? 'system'
}

function apply(): void {
  const theme = chosen()
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  // Another tab may change it too.
  if (listeners.size === 0) window.addEventListener('storage', apply)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('storage', apply)
  }
}

'use client'

import { useSyncExternalStore } from 'react'

/**
 * The token of a link, which is after `#`, where no server sees it. Empty if it is missing, undefined until the browser has
 * read it.
 */
export function useAddressToken(): string | undefined {
  return useSyncExternalStore(subscribeToHash, hashOfAddress, () => undefined)
}

function hashOfAddress(): string {
  return window.location.hash.slice(1)
}

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

'use client'

import { useSyncExternalStore } from 'react'

/**
 * The token of a link, which stands behind `#`, where no server sees it: empty where it is missing, undefined until the
 * browser has told it.
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

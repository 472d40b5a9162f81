'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { addressOf, type ReadAddress } from './address.ts'

/**
 * Reads and changes the parameters of the address without loading the page from the server. An empty value removes a
 * parameter. With `step` a change adds to the history, so that Back undoes it; typing does not.
 */
export function useAddress<Name extends string>() {
  const search = useSearchParams()
  const read: ReadAddress<Name> = useCallback((name) => search.get(name) ?? '', [search])
  const change = useCallback((changes: Partial<Record<Name, string>>, { step }: { step: boolean }) => {
    const { pathname, search: before } = window.location
    const address = addressOf(pathname, { ...Object.fromEntries(new URLSearchParams(before)), ...changes })
    if (step) window.history.pushState(null, '', address)
    else window.history.replaceState(null, '', address)
  }, [])
  return { read, change }
}

'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { addressOf, type ReadAddress } from './address.ts'

/**
 * What a page keeps in the search part of its address, and how to change it without asking the server for the page: what
 * is set to the empty string leaves the address. A change is a step in the history, so that Back undoes it; typing is none.
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

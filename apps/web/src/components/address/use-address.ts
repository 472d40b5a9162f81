'use client'

import { useSearchParams } from 'next/navigation'

/** What a page keeps in the search part of its address, by name; empty where it is absent. */
export type AddressValues<Name extends string> = Readonly<Record<Name, string>>

/** The values of an address as a server component is given them. What is there twice counts as absent. */
export function addressValues<Name extends string>(
  names: readonly Name[],
  search: Record<string, string | string[] | undefined>,
): AddressValues<Name> {
  return valuesOf(names, (name) => search[name])
}

/**
 * The values that the address holds, and how to change them: what is set to the empty string leaves it. Each change is a
 * step in the history where `step` says so; typing is none.
 */
export function useAddress<Name extends string>(names: readonly Name[]) {
  const search = useSearchParams()
  const values = valuesOf(names, (name) => search.get(name) ?? undefined)
  function change(changes: Partial<Record<Name, string>>, { step = true }: { step?: boolean } = {}) {
    const next = new URLSearchParams(search)
    for (const [name, value] of Object.entries<string | undefined>(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    const address = `${window.location.pathname}${next.size > 0 ? `?${next}` : ''}`
    if (step) window.history.pushState(null, '', address)
    else window.history.replaceState(null, '', address)
  }
  return { values, change }
}

function valuesOf<Name extends string>(names: readonly Name[], read: (name: Name) => unknown): AddressValues<Name> {
  const values = names.reduce<Partial<Record<Name, string>>>((sum, name) => {
    const value = read(name)
    return Object.assign(sum, { [name]: typeof value === 'string' ? value : '' })
  }, {})
  return complete(names, values)
}

function complete<Name extends string>(
  names: readonly Name[],
  values: Partial<Record<Name, string>>,
): AddressValues<Name> {
  if (names.every((name): boolean => values[name] !== undefined)) return { ...emptyOf(names), ...values }
  return emptyOf(names)
}

/** Reads a value that a page keeps in the search part of its address; empty where it is absent. */
export type ReadAddress<Name extends string> = (name: Name) => string

/** Reads an address as a server component is given it. What is there twice counts as absent. */
export function readAddress(search: Record<string, string | string[] | undefined>): ReadAddress<string> {
  return (name) => {
    const value = search[name]
    return typeof value === 'string' ? value : ''
  }
}

/** A path with values in its search part; empty ones are left out. */
export function addressOf(path: string, values: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value)
  return search.size === 0 ? path : `${path}?${search}`
}

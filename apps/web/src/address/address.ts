/** Reads a parameter of the address; empty if it is absent. */
export type ReadAddress<Name extends string> = (name: Name) => string

/** Reads the address that a server component receives. A parameter that occurs twice counts as absent. */
export function readAddress(search: Record<string, string | string[] | undefined>): ReadAddress<string> {
  return (name) => {
    const value = search[name]
    return typeof value === 'string' ? value : ''
  }
}

/** A path with parameters; empty ones are left out. */
export function addressOf(path: string, values: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value)
  return search.size === 0 ? path : `${path}?${search}`
}

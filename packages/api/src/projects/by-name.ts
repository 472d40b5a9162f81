/** The order in which people look for a name: capital letters beside small ones. */
export function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, 'en')
}

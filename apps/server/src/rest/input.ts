/**
 * Adds the values of address and headers to the caller's input. What is no object stays so, and the schema refuses it.
 */
export function merge(sent: unknown, said: unknown): unknown {
  return isObject(sent) && isObject(said) ? { ...sent, ...said } : sent
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What was sent, with fields under the names that their call knows them by: of `names` these are the keys. */
export function renamed(sent: unknown, names: Readonly<Record<string, string>>): unknown {
  if (!isObject(sent)) return sent
  const own = new Map(Object.entries(names).map(([name, alias]) => [alias, name]))
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [own.get(name) ?? name, value]))
}

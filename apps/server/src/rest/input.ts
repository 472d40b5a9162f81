/**
 * Adds the values of address and headers to the caller's input. What is no object stays so, and the schema refuses it.
 */
export function merge(sent: unknown, said: unknown): unknown {
  return isObject(sent) && isObject(said) ? { ...sent, ...said } : sent
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Some of many keys, for a sentence. */
export function some(keys: readonly string[]): string {
  return `${keys.slice(0, 20).join(', ')}${keys.length > 20 ? ' and more' : ''}`
}

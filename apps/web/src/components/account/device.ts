const browsers = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** A `User-Agent` in words, so that people recognize their device: "Firefox on Windows". */
export function deviceInWords(userAgent: string | null | undefined): string {
  if (!userAgent) return 'Unknown device'
  const find = (words: readonly (readonly [part: string, name: string])[]) =>
    words.find(([part]) => userAgent.includes(part))?.[1]
  const browser = find(browsers)
  const system = find(systems)
  if (browser === undefined) return userAgent.slice(0, 64)
  return system === undefined ? browser : `${browser} on ${system}`
}

const meant: Readonly<Record<string, string>> = { '%2e': '.', '%2f': '/', '%5c': '\\', '%25': '%' }

const decoded = (text: string) => text.replace(/%(?:2e|2f|5c|25)/gi, (code) => meant[code.toLowerCase()] ?? code)

/**
 * Whether a path could leave the one it is put below, where a server on the way resolves dots: a segment of it is, as it
 * stands or decoded once or twice, `.` or `..` (with or without parameters behind `;`), or there is a backslash.
 */
export function climbs(target: string): boolean {
  const [path = ''] = target.split('?')
  const once = decoded(path)
  return [path, once, decoded(once)].some((text) => /(?:^|\/)\.{1,2}(?:[/;]|$)|\\/.test(text))
}

/**
 * The path after sign-in: `next` if it is a path of this site, else `/`. Refuses everything that a browser reads as an
 * address of another site, `//host` and `/\host` included, also with tabs or line breaks in it.
 */
export function nextPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  const here = 'http://here.invalid'
  if (!URL.canParse(next, here)) return '/'
  const url = new URL(next, here)
  const path = url.pathname + url.search + url.hash
  // The parser has removed dot segments: `/..//host` was a path of this site, `//host` is not.
  return url.origin === here && !path.startsWith('//') ? path : '/'
}

/** The address of the sign-in page that leads to `next` afterwards. */
export function signInPath(next: string): string {
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`
}

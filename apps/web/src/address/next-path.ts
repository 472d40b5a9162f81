/**
 * Where sign-in leads to: `next` if it is a path of this site, else `/`. Anything a browser would read as an address
 * elsewhere is refused, `//host` and `/\host` included, also with tabs or line breaks in it.
 */
export function nextPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  const here = 'http://here.invalid'
  if (!URL.canParse(next, here)) return '/'
  const url = new URL(next, here)
  const path = url.pathname + url.search + url.hash
  // Dots are gone only now: `/..//host` was a path, and `//host` is none.
  return url.origin === here && !path.startsWith('//') ? path : '/'
}

/** The address of the sign-in page that leads to `next` afterwards. */
export function signInPath(next: string): string {
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`
}

import { expect, it } from 'vitest'
import { nextPath, signInPath } from './next-path.ts'

it.each(['/', '/o/acme/connections', '/o/acme/connections?sort=name', '/sign-in/done', '/a#b'])(
  'leads to a path of this site: %s',
  (path) => expect(nextPath(path)).toBe(path),
)

it.each([
  undefined,
  ['/a', '/b'],
  '',
  'o/acme',
  'https://elsewhere.example/',
  '//elsewhere.example/',
  '/\\elsewhere.example/',
  '/\t/elsewhere.example/',
  '/\n/elsewhere.example/',
  '/..//elsewhere.example',
  'javascript:alert(1)',
])('never leads elsewhere: %j', (next) => {
  const path = nextPath(next)
  expect(new URL(path, 'http://site.example').origin).toBe('http://site.example')
  expect(path).not.toContain('elsewhere')
})

it('carries the page through sign-in and back', () => {
  const page = '/o/acme/connections?sort=name&page=2'
  const query = new URL(signInPath(page), 'http://site.example').searchParams
  expect(nextPath(query.get('next'))).toBe(page)
})

import { unstable_doesMiddlewareMatch as matches } from 'next/experimental/testing/server'
import { expect, it } from 'vitest'
import { config } from './proxy.ts'

it.each([
  '/',
  '/sign-in',
  '/o/acme',
  '/icon.svgfoo',
  '/icons.svg',
  '/_next/imagefoo',
  '/_next/image',
  '/_next/staticfoo',
  '/_next',
])('%s is answered as a page, with its policy', (url) => expect(matches({ config, url })).toBe(true))

it.each(['/_next/static/chunks/main.js', '/icon.svg'])('%s is an asset', (url) =>
  expect(matches({ config, url })).toBe(false),
)

import { describe, expect, inject, it } from 'vitest'
import { pages } from './pages.ts'

const site = inject('site')

/** Addresses that are like those of assets, and are none. */
const misspelt = ['/icon.svgfoo', '/_next/imagefoo', '/_next/staticfoo', '/_next/static/chunks/none.js', '/_nextfoo']

describe('every answer in HTML', () => {
  it.each([
    ...pages.map(({ as, path }) => ({ path: path(site), as })),
    ...misspelt.map((path) => ({ path, as: 'nobody' as const })),
  ])('of $path to $as has a policy and is not framed', async ({ path, as }) => {
    const headers: Record<string, string> = as === 'nobody' ? {} : { cookie: site.people[as].cookie }
    const answer = await fetch(site.url + path, { headers, redirect: 'manual' })
    await answer.body?.cancel()
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toMatch(/script-src 'self' 'nonce-|default-src 'none'/)
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
  })

  it('no image is made for whoever asks', async () => {
    const answer = await fetch(`${site.url}/_next/image?url=%2Ficon.svg&w=64&q=75`)
    await answer.body?.cancel()
    expect(answer.status).toBe(404)
  })
})

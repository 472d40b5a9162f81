import { expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

it('runs scripts by the nonce of the page, and nothing from another host', () => {
  const policy = contentSecurityPolicy('abc', false)
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
})

it('allows eval in development alone, for stack traces', () =>
  expect(contentSecurityPolicy('abc', true)).toContain("'unsafe-eval'"))

import { type NextRequest, NextResponse } from 'next/server'
import { config as settings } from './config.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { nonceHeader, pagePathHeader } from './page-headers.ts'

/**
 * Gives every page its own nonce. The policy is also set on the request, because Next reads the nonce for its scripts
 * there.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce, settings.development)

  const headers = new Headers(request.headers)
  headers.set(nonceHeader, nonce)
  headers.set(pagePathHeader, request.nextUrl.pathname + request.nextUrl.search)
  headers.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('x-content-type-options', 'nosniff')
  return response
}

/** Every address but those of assets: whatever answers one that is only alike is a page. */
export const config = { matcher: ['/((?!_next/static/|icon\\.svg$).*)'] }

import { type Client, createClient, errorOf } from '@app-connections/client'
import type { WhoAmI } from '@app-connections/schemas'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { signInPath } from '@/address/next-path.ts'
import { config } from '@/config.ts'
import { pagePathHeader } from '@/page-headers.ts'
import { createQueryClient } from './query-client.ts'

/** A client with the visitor's cookie and only the visitor's rights. One per request and organization. */
const clientFor = cache(async (organizationId?: string): Promise<Client> => {
  return createClient({
    ...(await asVisitor()),
    ...(organizationId === undefined ? {} : { organizationId }),
  })
})

async function asVisitor() {
  const cookie = (await headers()).get('cookie') ?? ''
  return {
    url: config.apiUrl,
    auth: { cookie, origin: config.siteOrigin },
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, { ...init, cache: 'no-store' }),
  }
}

/**
 * The visitor; undefined if nobody is signed in. Sessions are not limited by address, so 429 means that there is no session:
 * visitors without one all share this server's address, and one who calls too often must not keep the others from signing
 * in.
 */
export const visitor = cache(async (): Promise<WhoAmI | undefined> => {
  if (!(await headers()).has('cookie')) return undefined
  // No retry: nobody waits for the limits of an address that all visitors share.
  const client = createClient({ ...(await asVisitor()), retry: false })
  try {
    return await client.session.whoAmI.query()
  } catch (error) {
    const status = errorOf(error)?.statusCode
    if (status === 401 || status === 429) return undefined
    throw readable(error)
  }
})

/** The visitor. A visitor without a session is redirected to sign-in, and comes back to this page. */
export async function signedIn(): Promise<WhoAmI> {
  return (await visitor()) ?? toSignIn()
}

/** The visitor and the organization of an address; 404 for an organization they are not in. */
export async function organizationOf(slug: string) {
  const person = await signedIn()
  const organization = person.organizations.find((each) => each.slug === slug)
  return organization === undefined ? notFound() : { person, organization }
}

/** A set-up service stays set up, so it is not asked again: visitors without a session all share one address. */
let setUp = false

/** Whether the first admin must still be created. Too many calls (429) count as no: see `visitor`. */
export const setupNeeded = cache(async (): Promise<boolean> => {
  if (setUp) return false
  const client = createClient({ ...(await asVisitor()), retry: false })
  try {
    setUp = !(await client.setup.status.query()).needed
    return !setUp
  } catch (error) {
    if (errorOf(error)?.statusCode === 429) return false
    throw readable(error)
  }
})

/** The cache for a page's data on the server, for its `HydrationBoundary`, and the client that fills it. */
export async function reader(organizationId: string) {
  const queryClient = createQueryClient({ patient: false })
  const client = await clientFor(organizationId)
  return { queryClient, trpc: createTRPCOptionsProxy({ client, queryClient }) }
}

/**
 * Waits for reads. A failed read is left to the browser, which reads again and then shows the failure with a retry button.
 * An ended session redirects to sign-in.
 */
export async function readAhead(...reads: Promise<unknown>[]): Promise<void> {
  for (const read of await Promise.allSettled(reads)) {
    if (read.status === 'rejected' && errorOf(read.reason)?.statusCode === 401) await toSignIn()
  }
}

async function toSignIn(): Promise<never> {
  return redirect(signInPath((await headers()).get(pagePathHeader) ?? '/'))
}

/** Next hides everything that a server component throws except `digest`, so the request's id goes there. */
function readable(error: unknown): Error {
  const reqId = errorOf(error)?.reqId
  const failure = new Error('The service did not answer this page', { cause: error })
  return reqId === undefined ? failure : Object.assign(failure, { digest: reqId })
}

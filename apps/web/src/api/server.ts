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

/** A client that carries the visitor's cookie and no more rights than that. One a request and organization. */
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
 * Who visits; undefined where nobody is signed in. A session is never limited by address, so 429 says that there is none:
 * visitors without one all share this server's address, and one who asks too often must not keep the others from signing
 * in.
 */
export const visitor = cache(async (): Promise<WhoAmI | undefined> => {
  if (!(await headers()).has('cookie')) return undefined
  // Asked once: nobody is to wait for the limits of an address that all of them share.
  const client = createClient({ ...(await asVisitor()), retry: false })
  try {
    return await client.session.whoAmI.query()
  } catch (error) {
    const status = errorOf(error)?.statusCode
    if (status === 401 || status === 429) return undefined
    throw readable(error)
  }
})

/** Who visits. A visitor who is not signed in is sent to do so, and comes back to this page. */
export async function signedIn(): Promise<WhoAmI> {
  return (await visitor()) ?? toSignIn()
}

/** The visitor and the organization of an address. An organization they are not in does not exist for them. */
export async function organizationOf(slug: string) {
  const person = await signedIn()
  const organization = person.organizations.find((each) => each.slug === slug)
  return organization === undefined ? notFound() : { person, organization }
}

/** Once set up, always set up: the service is not asked again, for signed-out visitors all share one address. */
let setUp = false

/** Whether the first admin is still to be made. Whoever is asked for too often (429) is taken to be there: see `visitor`. */
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

/** The cache into which a page's data is read on the server, for its `HydrationBoundary`, and how to ask for it. */
export async function reader(organizationId: string) {
  const queryClient = createQueryClient({ patient: false })
  const client = await clientFor(organizationId)
  return { queryClient, trpc: createTRPCOptionsProxy({ client, queryClient }) }
}

/**
 * Waits for reads. One that fails is left to the browser, which asks again and then shows the failure with a way to
 * retry; a session that has ended leads to sign-in.
 */
export async function readAhead(...reads: Promise<unknown>[]): Promise<void> {
  for (const read of await Promise.allSettled(reads)) {
    if (read.status === 'rejected' && errorOf(read.reason)?.statusCode === 401) await toSignIn()
  }
}

async function toSignIn(): Promise<never> {
  return redirect(signInPath((await headers()).get(pagePathHeader) ?? '/'))
}

/** Next hides what a server component throws but for its `digest`: that is where the page finds the request's id. */
function readable(error: unknown): Error {
  const reqId = errorOf(error)?.reqId
  const failure = new Error('The service did not answer this page', { cause: error })
  return reqId === undefined ? failure : Object.assign(failure, { digest: reqId })
}

import type { Browser } from 'playwright-core'
import type { ConsentService } from './consent-service.ts'
import { signIn } from './demo-pages.ts'
import { callbackPath } from './fresh-service.ts'
import { openWatchedPage, type WatchedPage } from './watched-page.ts'

/** What came back from the platform through browsers. */
export interface Returned {
  /** The addresses of callbacks, in order. */
  readonly callbacks: string[]
  /** Their codes and states. */
  readonly secrets: Set<string>
}

/** Signs the admin in, in a browser of their own that notes what comes back from the platform. */
export async function openVisitor(browser: Browser, service: ConsentService, returned: Returned): Promise<WatchedPage> {
  const watched = await openWatchedPage(browser, service.url, { elsewhere: [service.sandbox.url] })
  watched.context.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname !== callbackPath) return
    returned.callbacks.push(request.url())
    for (const name of ['code', 'state']) if (searchParams.has(name)) returned.secrets.add(`${searchParams.get(name)}`)
  })
  const { email, secrets } = service.installation
  await signIn(watched.page, service.url, email, secrets.password)
  return watched
}

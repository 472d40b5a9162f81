import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'

/** A page of a visitor with cookies of their own, and everything about it that should not be. */
export interface WatchedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors and warnings of the console, uncaught errors, breaches of the content security policy, requests elsewhere. */
  readonly complaints: readonly string[]
}

const artifacts = join(import.meta.dirname, '..', 'artifacts')

/** Opens an empty page that will visit the service at `url` and must not visit anything else. */
export async function openWatchedPage(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const complaints: string[] = []
  const { host } = new URL(url)
  const visit = (address: string) => {
    const target = new URL(address)
    if (/^(?:https?|wss?):$/.test(target.protocol) && target.host !== host) complaints.push(`request to ${address}`)
  }
  context.on('request', (request) => visit(request.url()))
  await context.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error('content security policy: ' + violatedDirective + ' ' + blockedURI))`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('websocket', (socket) => visit(socket.url()))
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  return { page, context, complaints }
}

/** Keeps a picture of the page, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(artifacts, { recursive: true })
  await page.screenshot({ path: join(artifacts, `${name}.png`), animations: 'disabled' })
}

/** What axe finds wrong with the page as it is now: `<rule>: <element>` for each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`)
}

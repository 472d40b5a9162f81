import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'

/** A page of a visitor with cookies of their own, and everything about it that should not be. */
export interface WatchedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors and warnings of the console, uncaught errors, breaches of the content security policy, requests elsewhere. */
  readonly complaints: readonly string[]
}

/** Where pictures of a run are kept. */
export const artifacts = join(import.meta.dirname, '..', 'artifacts')

export interface Visit {
  /** Width and height of the page in CSS pixels; 1280 by 800 unless given. */
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
  /** Other services that may be visited too, by their addresses. */
  readonly elsewhere?: readonly string[]
}

/**
 * React says so where a slow document ends while content that has arrived still waits to be revealed (react/react#37014,
 * open in 19.3): it then renders that part in the browser, and nothing is lost. Where the server has failed, the page
 * shows that instead of its heading, for which every visit waits.
 */
const recovered = /^Minified React error #419;/

/** Opens an empty page that visits the service at `url`, and nothing else by default. */
export async function openWatchedPage(browser: Browser, url: string, visit: Visit = {}): Promise<WatchedPage> {
  const { viewport = { width: 1280, height: 800 }, colorScheme = 'light', elsewhere = [] } = visit
  const context = await browser.newContext({ viewport, colorScheme })
  const complaints: string[] = []
  const hosts = [url, ...elsewhere].map((address) => new URL(address).host)
  const visited = (address: string) => {
    const target = new URL(address)
    if (/^(?:https?|wss?):$/.test(target.protocol) && !hosts.includes(target.host))
      complaints.push(`request to ${address}`)
  }
  await context.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error('content security policy: ' + violatedDirective + ' ' + blockedURI))`,
  })
  context.setDefaultTimeout(20_000)
  context.on('request', (request) => visited(request.url()))
  context.on('page', (page) => page.on('websocket', (socket) => visited(socket.url())))
  context.on('weberror', (failure) => {
    const { message } = failure.error()
    if (!recovered.test(message)) complaints.push(`uncaught: ${message}`)
  })
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  return { page: await context.newPage(), context, complaints }
}

/**
 * Keeps a picture of the page, for people to look at: all of it, or, where something is open over it, what one sees.
 * `name` may have folders in it.
 */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const path = join(artifacts, `${name}.png`)
  await mkdir(dirname(path), { recursive: true })
  const over = page.locator('[role="dialog"], [role="alertdialog"], [role="menu"]')
  await page.screenshot({ path, animations: 'disabled', fullPage: (await over.count()) === 0 })
}

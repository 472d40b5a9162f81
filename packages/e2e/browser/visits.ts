import type { Browser, Page } from 'playwright-core'
import { openWatchedPage, type Visit, type WatchedPage } from '../test/watched-page.ts'
import type { BrowserPage } from './pages.ts'
import type { Person, Site } from './site.ts'

/** The widths and themes in which everything is looked at, by the names of the pictures. */
export const looks = [
  { look: '1280-light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { look: '1280-dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { look: '390-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { look: '390-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const satisfies readonly (Visit & { look: string })[]

/** A browser of a person's own, who is signed in already. */
export async function openAs(
  browser: Browser,
  site: Site,
  person: Person | 'nobody',
  visit: Visit = {},
): Promise<WatchedPage> {
  const watched = await openWatchedPage(browser, site.url, { ...visit, elsewhere: [site.herokuUrl] })
  if (person !== 'nobody') {
    const [name = '', ...value] = site.people[person].cookie.split('=')
    await prove(site, person)
    await watched.context.addCookies([{ name, value: value.join('='), url: site.url }])
  }
  return watched
}

/** Gives the password once more: the session may be older by now than what gives access asks for. */
async function prove({ url, people }: Site, person: Person): Promise<void> {
  const { cookie, password } = people[person]
  const answer = await fetch(`${url}/api/trpc/session.provePassword`, {
    method: 'POST',
    headers: { origin: url, cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ password }),
  })
  if (!answer.ok) throw new Error(`the password was refused with status ${answer.status}`)
}

/** Goes to a page and waits until it is there and nothing moves on it any more. */
export async function goTo(page: Page, site: Site, { path, heading, status = 200 }: BrowserPage): Promise<void> {
  const answer = await page.goto(`${site.url}${path(site)}`)
  if (answer?.status() !== status) throw new Error(`answered ${answer?.status()} instead of ${status}`)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await page.waitForLoadState('networkidle')
}

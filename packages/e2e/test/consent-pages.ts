import type { Locator, Page } from 'playwright-core'
import { newConnectionButton } from './demo-pages.ts'

/** Asks on a list of connections for the consent to a new one; ends at the platform's consent page. */
export async function askForConsent(page: Page, list: string, name: string): Promise<void> {
  await page.goto(list)
  await newConnectionButton(page).click()
  const dialog = page.getByRole('dialog', { name: 'New connection' })
  await dialog.getByLabel('App').selectOption({ label: 'Heroku' })
  await dialog.getByLabel('Method').selectOption({ label: 'OAuth' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Connect with Heroku' }).click()
  await allowButton(page).waitFor()
}

export function allowButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Allow' })
}

export function denyButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Deny' })
}

/** Where a consent ended: the page's heading, all it says, its one way onward, and what others could learn from it. */
export interface End {
  readonly heading: string
  readonly says: string
  readonly onward: string
  /** Path, query and fragment. */
  readonly address: string
  readonly referrer: string
}

/** Reads the page that a consent ended on. */
export async function readEnd(page: Page): Promise<End> {
  await page.waitForURL(/\/oauth\/[a-z_-]+(?:\/[0-9a-f-]+)?(?:[?#].*)?$/)
  await page.getByRole('main').getByRole('link').waitFor()
  // At once: a second click on the consent may be about to replace this page by another.
  return page.evaluate<End>(`(() => {
    const textsOf = (tag) => [...document.querySelectorAll('main ' + tag)].map(({ textContent }) => textContent)
    const { pathname, search, hash } = location
    return {
      heading: textsOf('h1').join(', '),
      says: textsOf('p').join(' '),
      onward: textsOf('a').join(', '),
      address: pathname + search + hash,
      referrer: document.referrer,
    }
  })()`)
}

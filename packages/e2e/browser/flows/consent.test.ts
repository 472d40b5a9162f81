import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { allowButton, askForConsent, denyButton, readEnd } from '../../test/consent-pages.ts'
import { keepScreenshot } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('a consent in Chromium at $look', ({ look, ...visit }) => {
  it('ends on a page that says how, whether it is given or denied', async () => {
    const { page, context, complaints } = await openAs(browser, site, 'admin', visit)
    for (const [name, button, heading] of [
      [`consent-denied-${look}`, denyButton, 'Nothing was connected'],
      [`consent-given-${look}`, allowButton, 'Connected'],
    ] as const) {
      await askForConsent(page, `${site.url}/o/${site.slug}/connections`, name)
      await button(page).click()
      expect((await readEnd(page)).heading).toBe(heading)
      await keepScreenshot(page, `flows/consent/${name}`)
      expect(await axeProblems(page)).toEqual([])
    }
    await page.getByRole('link', { name: 'Open connection' }).click()
    await page.getByRole('heading', { level: 1, name: `consent-given-${look}` }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { keepScreenshot, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { inOneStory } from '../story.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

const refusal = {
  reqId: 'req-test',
  statusCode: 403,
  error: 'PermissionDenied',
  code: 'freshSignInNeeded',
  message: 'Give your password first',
}

describe.each(looks)('being asked for the password in Chromium at $look', ({ look, ...visit }) => {
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
    await page.goto(`${site.url}/o/${site.slug}/identities/${site.identityId}`)
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const proof = () => page.getByRole('dialog', { name: 'Confirm that it is you' })
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  /** Refuses the next new secret as the service does ten minutes after the password was given. All else is the service. */
  async function askForSecret(): Promise<void> {
    await page.route(
      '**/api/trpc/clientSecrets.create*',
      (route) => {
        const failure = { error: { message: refusal.message, code: -32_603, data: refusal } }
        const json = route.request().url().includes('batch=1') ? [failure] : failure
        return route.fulfill({ status: refusal.statusCode, json })
      },
      { times: 1 },
    )
    await button('New secret').click()
    await button('Create secret').click()
    await proof().waitFor()
  }

  it('goes back to the form where the password is not given, and says why nothing was made', async () => {
    await askForSecret()
    await page.keyboard.press('Escape')
    await proof().waitFor({ state: 'detached' })
    await page.getByText(refusal.message).first().waitFor()
    expect(await page.getByRole('region', { name: 'Client secret' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('says that a password is wrong, and goes on with the right one', async () => {
    await askForSecret()
    const field = proof().getByLabel('Password')
    await proof().locator('input:focus').waitFor()
    await field.fill('not the password')
    await proof().getByRole('button', { name: 'Continue' }).click()
    await proof().getByRole('alert').or(proof().locator('[aria-invalid="true"]')).first().waitFor()
    expect(await axeProblems(page)).toEqual([])
    await keepScreenshot(page, `flows/password-proof/wrong-${look}`)
    await field.fill(site.people.admin.password)
    await page.keyboard.press('Enter')
    await proof().waitFor({ state: 'detached' })
    const secret = await page.getByRole('region', { name: 'Client secret' }).textContent()
    expect(secret).toMatch(/^acs_/)
    await page.getByRole('button', { name: 'Done' }).click()
  })
})

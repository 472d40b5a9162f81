import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { callbackPath, type FreshService, startFreshService } from '../../test/fresh-service.ts'
import { keepScreenshot, openWatchedPage, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { inOneStory } from '../story.ts'
import { looks } from '../visits.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('the first admin of a new service in Chromium at $look', ({ look, ...visit }) => {
  let service: FreshService
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    service = await startFreshService({ postgresUrl: '', registered: false })
    watched = await openWatchedPage(browser, service.url, visit)
    page = watched.page
  })
  afterAll(async () => {
    await watched?.context.close()
    await service?.stop()
  })
  inOneStory(() => page)

  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/first-admin/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }

  it('is led to the set-up, and told at the field that a code is wrong', async () => {
    await page.goto(service.url)
    await page.getByRole('heading', { level: 1, name: 'Set up App Connections' }).waitFor()
    await keep('set-up')
    for (const [label, text] of [
      ['One-time code', 'not-the-code'],
      ['Organization', 'Acme'],
      ['Your name', 'Ada'],
      ['Email', 'ada@example.com'],
      ['Password', 'a password that is long enough'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(text)
    }
    await page.getByRole('button', { name: 'Set up' }).click()
    await expect.poll(() => page.getByLabel('One-time code').getAttribute('aria-invalid')).toBe('true')
    await keep('code-refused')
  })

  it('sets it up with the code, is signed in, and is taught by the empty list', async () => {
    const code = await readFile(join(service.dataDir, 'setup-code'), 'utf8')
    await page.getByLabel('One-time code').fill(code.trim())
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('navigation', { name: 'Organization' }).waitFor()
    await page.getByRole('button', { name: 'New connection' }).waitFor()
    await keep('nothing-yet')
  })

  it('is told what an operator does so that consent can be asked for', async () => {
    await page.getByRole('button', { name: 'New connection' }).click()
    const dialog = page.getByRole('dialog', { name: 'New connection' })
    await dialog.getByLabel('App').selectOption({ label: 'Heroku' })
    await dialog.getByLabel('Method').selectOption({ label: 'OAuth' })
    for (const text of ['HEROKU_OAUTH_CLIENT_ID', 'HEROKU_OAUTH_CLIENT_SECRET', `${service.url}${callbackPath}`]) {
      await dialog.getByText(text, { exact: true }).waitFor()
    }
    await dialog.getByRole('button', { name: 'Copy Callback URL' }).waitFor()
    expect(await dialog.getByRole('button', { name: /^Connect/ }).count()).toBe(0)
    await keep('consent-not-configured')
  })

  it('finds the set-up closed afterwards', async () => {
    await page.goto(`${service.url}/setup`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByLabel('One-time code').count()).toBe(0)
    // Chromium tells of the code that was refused, as it should be.
    expect(watched.complaints.filter((complaint) => !complaint.includes('status of 400'))).toEqual([])
  })
})

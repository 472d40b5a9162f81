import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { connectionsHeading } from '../../test/demo-pages.ts'
import { keepScreenshot, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { inOneStory } from '../story.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
const [firstKey, secondKey] = site.renderKeys
const list = `${site.url}/o/${site.slug}/connections`
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('a connection of a platform with a key alone, in Chromium at $look', ({ look, ...visit }) => {
  const name = `render-${look}`
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const heading = (text: string) => page.getByRole('heading', { level: 1, name: text, exact: true })
  const dialog = () => page.getByRole('dialog', { name: 'New connection' })
  const keyField = () => dialog().getByLabel('API Key', { exact: true })
  const healthy = () => page.getByRole('region', { name: 'Health' }).getByText('Healthy').waitFor()
  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/render/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }

  it('has the methods and fields of its app, whichever was chosen before', async () => {
    await page.goto(list)
    await page.getByRole('button', { name: 'New connection' }).click()
    await dialog().getByLabel('App').selectOption({ label: 'Heroku' })
    await dialog().getByLabel('Method').selectOption({ label: 'OAuth' })
    await dialog().getByLabel('App').selectOption({ label: 'Render' })
    await keyField().waitFor()
    expect(await dialog().getByLabel('Auth Token', { exact: true }).count()).toBe(0)
    // It has one method, so there is nothing to choose, and no consent to be set up.
    expect(await dialog().getByLabel('Method').count()).toBe(0)
    expect(await dialog().getByText(/OAuth/).count()).toBe(0)
    await keep('form')
  })

  it('forgets the secret of another app', async () => {
    await dialog().getByLabel('App').selectOption({ label: 'Heroku' })
    await dialog().getByLabel('Auth Token', { exact: true }).fill('a token of another platform')
    await dialog().getByLabel('App').selectOption({ label: 'Render' })
    await dialog().getByLabel('App').selectOption({ label: 'Heroku' })
    expect(await dialog().getByLabel('Auth Token', { exact: true }).inputValue()).toBe('')
    await dialog().getByLabel('App').selectOption({ label: 'Render' })
  })

  it('says at the field that the key is missing or refused', async () => {
    await dialog().getByLabel('Name', { exact: true }).fill(name)
    const connect = dialog().getByRole('button', { name: 'Connect', exact: true })
    await connect.click()
    await dialog().getByText('API Key required').waitFor()
    await keyField().fill('rnd_unknown')
    await connect.click()
    await dialog()
      .getByText(/Render refused the API key/)
      .waitFor()
    expect(await keyField().getAttribute('aria-invalid')).toBe('true')
    await keep('key-refused')
  })

  it('connects, and names the services', async () => {
    await keyField().fill(firstKey)
    await dialog().getByRole('button', { name: 'Connect', exact: true }).click()
    const learned = page.getByRole('dialog', { name: `Connected ${name}` })
    for (const fact of ['grace@example.com', 'Services', /storefront-web/]) await learned.getByText(fact).waitFor()
    await keep('connected')
    await learned.getByRole('link', { name: 'Open connection' }).click()
    await heading(name).waitFor()
    await healthy()
  })

  it('lists and searches the services', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Show services' }).click()
    await page.getByRole('searchbox', { name: 'Search the services' }).fill('worker')
    await page.getByText('storefront-worker', { exact: true }).waitFor()
    expect(await page.getByText('storefront-web', { exact: true }).count()).toBe(0)
    await keep('services')
  })

  it('is checked, renamed and reconnected in place', async () => {
    const { pathname } = new URL(page.url())
    await page.getByRole('button', { name: 'Check now' }).click()
    await healthy()
    await page.getByRole('button', { name: 'Edit' }).click()
    await page
      .getByRole('dialog', { name: `Edit ${name}` })
      .getByLabel('Name', { exact: true })
      .fill(`${name}-renamed`)
    await page.getByRole('button', { name: 'Save' }).click()
    await heading(`${name}-renamed`).waitFor()
    await page.getByRole('button', { name: 'Reconnect' }).click()
    const reconnect = page.getByRole('dialog', { name: `Reconnect ${name}-renamed` })
    await reconnect.getByLabel('API Key', { exact: true }).fill(secondKey)
    await keep('reconnect')
    await reconnect.getByRole('button', { name: 'Reconnect' }).click()
    await reconnect.waitFor({ state: 'detached' })
    await healthy()
    expect(new URL(page.url()).pathname).toBe(pathname)
  })

  it('is found among those of its app', async () => {
    await page.goto(list)
    await connectionsHeading(page).waitFor()
    await page.getByRole('combobox', { name: 'App' }).selectOption({ label: 'Render' })
    await page.waitForURL(/app=render/)
    await page.getByRole('link', { name: `${name}-renamed` }).waitFor()
    await page.getByRole('link', { name: 'search-indexer' }).waitFor({ state: 'detached' })
    await keep('list')
  })

  it('is deleted without an offer that the platform cannot keep', async () => {
    await page.getByRole('button', { name: `Delete ${name}-renamed` }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText(/At Render it stays valid/).waitFor()
    expect(await question.getByRole('checkbox').count()).toBe(0)
    await keep('delete')
    await question.getByRole('button', { name: 'Delete connection' }).click()
    await page.getByRole('link', { name: `${name}-renamed` }).waitFor({ state: 'detached' })
    // The browser reports the refused key as a failed request.
    expect(watched.complaints.filter((complaint) => !complaint.includes('status of 400'))).toEqual([])
  })

  it('is asked for no OAuth in the settings', async () => {
    await page.goto(`${site.url}/o/${site.slug}/settings`)
    await page.getByRole('region', { name: 'Heroku' }).waitFor()
    expect(await page.getByRole('region', { name: 'Render' }).count()).toBe(0)
  })
})

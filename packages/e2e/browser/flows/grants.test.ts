import { createClient } from '@app-connections/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { keepScreenshot, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { sandboxOf } from '../sandbox.ts'
import { inOneStory } from '../story.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
const list = `${site.url}/o/${site.slug}/connections`
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

const admin = createClient({ url: site.url, auth: { cookie: site.people.admin.cookie, origin: site.url } })

describe.each(looks)('the grants of a connection in Chromium at $look', ({ look, ...visit }) => {
  const name = `granted-${look}`
  let connectionId: string
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
    const { token } = await sandboxOf(site).mintToken()
    const credentials = { authToken: token }
    const input = { app: 'heroku', method: 'auth-token', name, credentials } as const
    connectionId = (await admin.appConnections.create.mutate(input)).id
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/grants/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }
  const dialog = () => page.getByRole('dialog')
  const grants = () => page.getByRole('list', { name: 'Grants', exact: true }).getByRole('listitem')

  it('are none at first, and a connection can be used by nobody', async () => {
    await page.goto(`${list}/${connectionId}`)
    await page
      .getByRole('navigation', { name: 'Pages of the connection' })
      .getByRole('link', { name: 'Access' })
      .click()
    await page.getByRole('heading', { name: 'Nobody may use it yet' }).waitFor()
    await keep('none')
  })

  it('are made for an identity, by keyboard, on an app that is chosen from what the connection reaches', async () => {
    await page.getByRole('button', { name: 'New grant' }).focus()
    await page.keyboard.press('Enter')
    await dialog().getByRole('button', { name: 'Create grant' }).click()
    await dialog().getByText('Choose at least one action').waitFor()
    await dialog().getByLabel('Who').selectOption({ label: 'release-pipeline' })
    await dialog().getByLabel('Search: Actions').fill('config-vars')
    await dialog()
      .getByRole('checkbox', { name: /^config-vars:read/ })
      .focus()
    await page.keyboard.press('Space')
    await dialog().getByLabel('On which apps').selectOption({ label: 'Only some apps' })
    await dialog().getByRole('button', { name: 'Load the apps' }).click()
    await dialog().getByRole('checkbox', { name: 'note-g' }).check()
    await dialog().getByLabel('Keys').fill('LOG_LEVEL, FEATURE_*')
    await keep('new')
    await dialog().getByRole('button', { name: 'Create grant' }).click()
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => grants().count()).toBe(1)
    await grants().first().getByText('LOG_LEVEL, FEATURE_*').waitFor()
    await keep('made')
  })

  it('have a proof, which is searched and filtered, and whose address keeps both', async () => {
    await page.getByRole('link', { name: 'Proof of the grant of release-pipeline' }).click()
    await page.getByRole('heading', { level: 1, name: 'What release-pipeline may do' }).waitFor()
    const routes = page.getByRole('list', { name: 'Routes' }).getByRole('listitem')
    await page.getByLabel('Verdict').selectOption({ label: 'Partly' })
    const values = routes.filter({ hasText: 'GET /apps/{app}/config-vars' }).first()
    await values
      .getByText('config-vars:read on the app note-g, with the values of LOG_LEVEL and FEATURE_* alone')
      .waitFor()
    await page.getByLabel('Verdict').selectOption({ label: 'Denied' })
    await page.getByRole('searchbox', { name: 'Search routes, actions and reasons' }).fill('GET addons')
    await page.waitForURL(/search=GET/)
    await page.reload()
    await routes.filter({ hasText: 'The grant does not have addons:read' }).first().waitFor()
    expect(await page.getByText('Allowed', { exact: true }).count()).toBe(1)
    await keep('proof')
    await page.getByRole('link', { name: 'Access' }).click()
  })

  it('say what a change opens before it is saved', async () => {
    await page.getByRole('button', { name: 'Edit the grant of release-pipeline' }).click()
    await dialog().getByLabel('Search: Actions').fill('config-vars:write')
    await dialog()
      .getByRole('checkbox', { name: /^config-vars:write/ })
      .check()
    await dialog().getByRole('button', { name: 'Show the difference' }).click()
    const difference = dialog().getByRole('region', { name: 'The difference' })
    await difference.getByText('PATCH /apps/note-g/config-vars for LOG_LEVEL').waitFor()
    await keep('difference')
    // A further change takes the comparison away: nothing is saved that was not shown.
    await dialog().getByLabel('Uses', { exact: false }).first().fill('50')
    await difference.waitFor({ state: 'detached' })
    await dialog().getByRole('button', { name: 'Show the difference' }).click()
    await difference.waitFor()
    await dialog().getByRole('button', { name: 'Save', exact: true }).click()
    await dialog().waitFor({ state: 'detached' })
    await grants().first().getByText('config-vars:read, config-vars:write').waitFor()
    await grants().first().getByText('50 uses left').waitFor()
  })

  it('have children, which are no wider and end with them', async () => {
    await page.getByRole('button', { name: 'New child of the grant of release-pipeline' }).click()
    await expect.poll(() => dialog().getByRole('checkbox').count()).toBe(3)
    await dialog().getByLabel('Who').selectOption({ index: 1 })
    await dialog()
      .getByRole('checkbox', { name: /^config-vars:read/ })
      .check()
    await dialog().getByLabel('Keys').fill('SECRET')
    await dialog().getByRole('button', { name: 'Create grant' }).click()
    await dialog().getByText('The parent grant does not allow SECRET').waitFor()
    await dialog().getByLabel('Keys').fill('LOG_LEVEL')
    await dialog().getByRole('button', { name: 'Create grant' }).click()
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => grants().count()).toBe(2)
    await page.getByRole('button', { name: 'End the grant of release-pipeline' }).first().click()
    const question = page.getByRole('alertdialog')
    const ending = question.getByRole('list', { name: 'What ends with it' }).getByRole('listitem')
    await expect.poll(() => ending.count()).toBe(1)
    await keep('end-asked')
    await question.getByRole('button', { name: 'End grant' }).click()
    await expect.poll(() => page.getByRole('list', { name: 'Ended grants' }).getByRole('listitem').count()).toBe(2)
    await keep('ended')
  })

  it('come with lines that use the connection, with its name and the real address', async () => {
    await page
      .getByRole('navigation', { name: 'Pages of the connection' })
      .getByRole('link', { name: 'Use it' })
      .click()
    await page.getByText(`export APP_CONNECTIONS_URL=${site.url}`).waitFor()
    await page.getByText(`app-connections run ${name} --`).waitFor()
    await page.getByText(`${site.url}/api/v1/app-connections/heroku/${connectionId}/proxy/`).waitFor()
    await page.getByText('You have no grant on this connection').waitFor()
    await keep('use')
    expect(watched.complaints.filter((complaint) => !/status of 422/.test(complaint))).toEqual([])
  })

  it('are not offered where a platform cannot be used so', async () => {
    const credentials = { apiKey: site.renderKeys[0] }
    const input = { app: 'render', method: 'api-key', name: `render-${name}`, credentials } as const
    const { id } = await admin.appConnections.create.mutate(input)
    for (const path of ['access', 'use']) {
      await page.goto(`${list}/${id}/${path}`)
      await page.getByText('Render connections cannot be used through grants yet').waitFor()
    }
    await keep('not-offered')
  })
})

import { createClient } from '@app-connections/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { keepScreenshot, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { inOneStory } from '../story.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
const home = `${site.url}/o/${site.slug}`
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('rights that are taken away in Chromium at $look', ({ look, ...visit }) => {
  const maker = `maker-${look}`
  const admin = createClient({ url: site.url, auth: { cookie: site.people.admin.cookie, origin: site.url } })
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
    const { id: identityId } = await admin.identities.create.mutate({ name: maker, role: 'admin' })
    const { accessToken } = await admin.accessTokens.createStatic.mutate({ identityId, label: 'itself' })
    const machine = createClient({ url: site.url, auth: { token: accessToken } })
    for (const label of [`demoted-${look}`, `deleted-${look}`]) {
      await machine.clientSecrets.create.mutate({ identityId: site.identityId, label })
    }
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const role = () => page.getByRole('combobox', { name: `Role of ${maker}` })
  const question = () => page.getByRole('alertdialog')
  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/taking-away/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }
  const secrets = async () => {
    const all = await admin.clientSecrets.list.query({ identityId: site.identityId })
    return all.map(({ label }) => label).filter((label) => label.endsWith(look))
  }

  it('asks before a demotion that ends something, and says what; without an answer all of it stays', async () => {
    await page.goto(`${home}/members`)
    await role().selectOption({ label: 'Member' })
    await question().getByText(`Client secret “demoted-${look}” of release-pipeline`).waitFor()
    await keep('demotion')
    await question().getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => role().inputValue()).toBe('admin')
    expect(await secrets()).toHaveLength(2)
  })

  it('names the same before the identity is deleted', async () => {
    const list = await admin.identities.list.query()
    const id = list.find(({ name }) => name === maker)?.id ?? ''
    await page.goto(`${home}/identities/${id}`)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await question().getByText(`Client secret “deleted-${look}” of release-pipeline`).waitFor()
    await keep('deletion')
    await question().getByRole('button', { name: 'Cancel' }).click()
  })

  it('demotes once it was answered, and ends what it named', async () => {
    await page.goto(`${home}/members`)
    await role().selectOption({ label: 'Member' })
    await question().getByRole('button', { name: 'Change role' }).click()
    await question().waitFor({ state: 'detached' })
    await expect.poll(() => role().inputValue()).toBe('member')
    expect(await secrets()).toEqual([])
  })
})

import { readFile } from 'node:fs/promises'
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

describe.each(looks)('access in Chromium at $look', ({ look, ...visit }) => {
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const dialog = (name: string) => page.getByRole('dialog', { name })
  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/access/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }

  it('makes a machine identity, and shows its secret once, with what to paste where', async () => {
    await page.goto(`${home}/identities`)
    await button('New machine identity').click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).fill(`machine-${look}`)
    await form.getByRole('button', { name: /^(?:Create|Make)/ }).click()
    await heading(`machine-${look}`).waitFor()
    await button('New secret').click()
    await button('Create secret').click()
    const shown = dialog('The new secret')
    const secret = await shown.getByRole('region', { name: 'Client secret' }).textContent()
    expect(secret).toMatch(/^acs_/)
    const shell = await shown.getByRole('region', { name: 'In a shell' }).textContent()
    expect(shell).toContain(site.url)
    expect(shell).toContain(`${secret}`)
    await keep('secret-shown')
    await shown.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await heading(`machine-${look}`).waitFor()
    expect(await page.content()).not.toContain(`${secret}`)
  })

  it('makes a token that works, and revokes it', async () => {
    await button('New token').click()
    await button('Create token').click()
    const shown = dialog('The new token')
    const token = await shown.getByRole('region', { name: 'Access token' }).textContent()
    await shown.getByRole('button', { name: 'Done' }).click()
    const status = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${site.url}/api/v1/app-connections/heroku`, { headers })).status
    }
    expect([200, 403]).toContain(await status())
    await button(/^Revoke/).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await status()).toBe(401)
    await keep('identity')
  })

  it('makes a project and puts somebody into it', async () => {
    await page.goto(`${home}/projects`)
    await button('New project').click()
    await dialog('New project').getByLabel('Name', { exact: true }).fill(`Project ${look}`)
    await button('Create project').click()
    await heading(`Project ${look}`).waitFor()
    await button('Add a member').click()
    const form = dialog('Add a member')
    await form.getByLabel('Member', { exact: true }).selectOption({ label: `Vi (${site.people.viewer.email})` })
    await keep('add-member')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('list', { name: 'Members of the project' }).getByText(site.people.viewer.email).waitFor()
  })

  it('joins a project that one is not in, as an admin of the organization may', async () => {
    const name = `Project ${look}`
    await button('Remove Ada').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Project not found').waitFor()
    await page.getByRole('link', { name: 'Projects' }).last().click()
    await page.getByRole('list', { name: 'Projects you are not in' }).getByText(name, { exact: true }).waitFor()
    await keep('projects-not-in')
    await button(`Join ${name}`).click()
    await keep('join-project')
    await dialog(`Join ${name}`).getByRole('button', { name: 'Join' }).click()
    await heading(name).waitFor()
    await page.getByRole('combobox', { name: 'Role of Ada' }).waitFor()
    await button('Add a member').waitFor()
  })

  it('tells in the audit what was done, by filter, and writes it into a file', async () => {
    await page.goto(`${home}/audit`)
    await page.getByRole('main').getByText(`Project ${look}`).filter({ visible: true }).first().waitFor()
    await page.getByLabel('Action', { exact: true }).selectOption({ label: 'Created a project' })
    await page.waitForURL(/action=/)
    await button('Export').click()
    const [file] = await Promise.all([page.waitForEvent('download'), button('Download').click()])
    await page.getByText(/events downloaded/).waitFor()
    await keep('audit-exported')
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n')
    const actions = lines.map((line): unknown => JSON.parse(line).action)
    expect(new Set(actions)).toEqual(new Set(['projects.create']))
    await button('Close').first().click()
  })

  it('makes a webhook, shows its secret once, and tells how a test of it ended', async () => {
    await page.goto(`${home}/webhooks`)
    await button('New webhook').click()
    const form = dialog('New webhook')
    await form.getByLabel('Address').fill(`${site.receiverUrl}/broken/${look}`)
    await keep('new-webhook')
    await form.getByRole('button', { name: 'Create webhook' }).click()
    const shown = dialog('The signing secret')
    expect(await shown.getByRole('region', { name: 'Signing secret' }).textContent()).toMatch(/^whsec_/)
    await shown.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('link', { name: `/broken/${look}` }).click()
    await button('Send a test').click()
    await page
      .getByText(/not delivered/)
      .first()
      .waitFor()
    await page.getByText(/503/).first().waitFor()
    await keep('webhook-test')
  })

  it('renames the organization, whose addresses stay', async () => {
    await page.goto(`${home}/settings`)
    for (const name of [`Demo of ${look}`, 'Demo']) {
      await button('Rename').click()
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name)
      await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('banner').getByText(name, { exact: true }).waitFor()
    }
    expect(page.url()).toBe(`${home}/settings`)
    expect(watched.complaints).toEqual([])
  })
})

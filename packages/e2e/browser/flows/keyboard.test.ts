import { createClient } from '@app-connections/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import type { WatchedPage } from '../../test/watched-page.ts'
import { choose, enter, hasFocus, headingHasFocus, stopsOfTab, tabTo, type } from '../keyboard.ts'
import { sandboxOf } from '../sandbox.ts'
import { inOneStory } from '../story.ts'
import { openAs } from '../visits.ts'

const site = inject('site')

// The mouse is never touched.
describe('by keyboard alone, in Chromium', () => {
  let browser: Browser
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    browser = await startBrowser()
    watched = await openAs(browser, site, 'nobody')
    page = watched.page
  })
  afterAll(() => browser.close())
  inOneStory(() => page)

  // A list's heading ends with how many it has.
  const heading = (name: string) =>
    page.getByRole('heading', { level: 1, name: new RegExp(`^${name}(?: ?\\d+\\+?)?$`) })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const destination = (name: string) =>
    page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name })

  it('one signs in', async () => {
    await page.goto(site.url)
    await type(page, page.getByLabel('Email'), site.people.admin.email)
    await type(page, page.getByLabel('Password'), site.people.admin.password)
    await page.keyboard.press('Enter')
    await heading('Overview').waitFor()
  })

  it('one skips the navigation', async () => {
    await page.reload()
    await enter(page, page.getByRole('link', { name: 'Skip to content' }))
    await expect.poll(() => page.evaluate('document.activeElement.localName')).toBe('main')
  })

  it('one creates a connection', async () => {
    await enter(page, destination('Connections'))
    await heading('Connections').waitFor()
    await enter(page, button('New connection'))
    const dialog = page.getByRole('dialog', { name: 'New connection' })
    await tabTo(page, dialog.getByLabel('App'))
    await page.keyboard.type('Heroku')
    await type(page, dialog.getByLabel('Name', { exact: true }), 'by-keyboard')
    const { token } = await sandboxOf(site).mintToken()
    await type(page, dialog.getByLabel('Auth Token', { exact: true }), token)
    await page.keyboard.press('Enter')
    const learned = page.getByRole('dialog', { name: 'Connected by-keyboard' })
    await enter(page, learned.getByRole('button', { name: 'Done' }))
    await learned.waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(page)).toBe(true)
  })

  it('one opens it and has it checked', async () => {
    await enter(page, destination('Connections'))
    await heading('Connections').waitFor()
    await enter(page, page.getByRole('link', { name: 'by-keyboard', exact: true }))
    await heading('by-keyboard').waitFor()
    const answer = page.waitForResponse(/appConnections\.check/)
    await enter(page, button('Check now'))
    expect((await answer).status()).toBe(200)
    expect(await hasFocus(page)).toBe(true)
  })

  it('one changes its name', async () => {
    await enter(page, button('Edit'))
    const dialog = page.getByRole('dialog', { name: 'Edit by-keyboard' })
    await type(page, dialog.getByLabel('Name', { exact: true }), 'by-keyboard-too')
    await page.keyboard.press('Enter')
    await heading('by-keyboard-too').waitFor()
    await expect.poll(() => hasFocus(page)).toBe(true)
  })

  it('one is asked before leaving what was entered, and keeps it', async () => {
    await enter(page, button('Edit'))
    const dialog = page.getByRole('dialog', { name: 'Edit by-keyboard-too' })
    await type(page, dialog.getByLabel('Description'), 'half a sentence')
    await page.keyboard.press('Escape')
    await enter(page, button('Keep editing'))
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await dialog.getByLabel('Description').inputValue()).toBe('half a sentence')
    await page.keyboard.press('Escape')
    await enter(page, button('Discard'))
    await dialog.waitFor({ state: 'detached' })
  })

  it('one deletes it', async () => {
    await enter(page, button('Delete'))
    await enter(page, page.getByRole('alertdialog').getByRole('button', { name: 'Delete connection' }))
    await heading('Connections').waitFor()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await expect.poll(() => headingHasFocus(page)).toBe(true)
  })

  it('one passes by what is only said for a moment', async () => {
    const toast = page.locator('[data-sonner-toast]').filter({ hasText: 'Deleted by-keyboard-too' })
    await toast.waitFor()
    await button('New connection').waitFor()
    expect(await page.locator('[aria-live="polite"]').filter({ has: toast }).count()).toBe(1)
    const fromHeading = () => page.locator('main h1').focus()
    await fromHeading()
    const stops = await stopsOfTab(page)
    expect(await toast.count()).toBe(1)
    await toast.waitFor({ state: 'detached' })
    await fromHeading()
    expect(await stopsOfTab(page)).toEqual(stops)
  })

  it('one restores it', async () => {
    await enter(page, page.getByRole('link', { name: 'Recently deleted' }))
    await heading('Recently deleted').waitFor()
    await enter(page, button('Restore by-keyboard-too'))
    await button('Restore by-keyboard-too').waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(page)).toBe(true)
  })

  it('one goes to what is said for a moment, which then stays, and closes it', async () => {
    const toast = page.locator('[data-sonner-toast]').filter({ hasText: 'Restored by-keyboard-too' })
    await toast.waitFor()
    await page.keyboard.press('Alt+t')
    await expect.poll(() => page.evaluate('document.activeElement.matches("[data-sonner-toaster]")')).toBe(true)
    // Longer than one is there by itself.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    expect(await toast.count()).toBe(1)
    await page.keyboard.press('Escape')
    await toast.waitFor({ state: 'detached', timeout: 2_000 })
  })

  it('one finds it by the palette', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.type('by-keyboard-too')
    await page
      .getByRole('option', { name: /by-keyboard-too/ })
      .and(page.locator('[aria-selected="true"]'))
      .waitFor()
    await page.keyboard.press('Enter')
    await heading('by-keyboard-too').waitFor()
  })

  it('one invites a member', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.type('Members')
    await page.getByRole('option', { name: 'Members' }).and(page.locator('[aria-selected="true"]')).waitFor()
    await page.keyboard.press('Enter')
    await heading('Members').waitFor()
    await enter(page, button('Invite'))
    const dialog = page.getByRole('dialog', { name: 'Invite a person' })
    await type(page, dialog.getByLabel('Email'), 'keys@example.com')
    await page.keyboard.press('Enter')
    const made = page.getByRole('dialog', { name: 'Invited keys@example.com' })
    await tabTo(page, made.getByRole('button', { name: /Copy/ }))
    await enter(page, made.getByRole('button', { name: 'Done' }))
    await made.waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(page)).toBe(true)
  })

  it.each([
    ['webhooks', 'Webhooks', 'Delete webhook'],
    ['identities', 'Machine identities', 'Delete identity'],
    ['projects', 'Projects', 'Delete project'],
  ] as const)('one is on the heading of the list after deleting one of the %s', async (path, list, confirm) => {
    const admin = createClient({ url: site.url, auth: { cookie: site.people.admin.cookie, origin: site.url } })
    const made = {
      webhooks: () => admin.webhooks.create.mutate({ url: `${site.receiverUrl}/short-lived` }),
      identities: () => admin.identities.create.mutate({ name: 'short-lived', role: 'member' }),
      projects: () => admin.projects.create.mutate({ name: 'short-lived' }),
    }
    await made[path]()
    await page.goto(`${site.url}/o/${site.slug}/${path}`)
    await enter(page, page.getByRole('link', { name: /short-lived/ }))
    await enter(page, button('Delete'))
    await enter(page, page.getByRole('alertdialog').getByRole('button', { name: confirm }))
    await heading(list).waitFor()
    await expect.poll(() => headingHasFocus(page)).toBe(true)
  })

  it('one signs out', async () => {
    await enter(page, button('Account of Ada'))
    await choose(page, page.getByRole('menuitem', { name: 'Sign out' }))
    await heading('Sign in').waitFor()
    expect(watched.complaints).toEqual([])
  })
})

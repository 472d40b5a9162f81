import { createClient } from '@app-connections/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { keepScreenshot, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { overflow } from '../gates/overflow.ts'
import { inOneStory } from '../story.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
const visitor = createClient({ url: site.url, auth: { cookie: 'browser' } })
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('a program that asks to act for a person, in Chromium at $look', ({ look, ...visit }) => {
  const program = `script-${look}`
  let watched: WatchedPage
  let page: Page
  let token = ''
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/device/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
    expect(await overflow(page)).toEqual([])
  }
  const begin = () => visitor.deviceLogins.start.mutate({ client_id: program, host: 'laptop' })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 2, name })
  const focused = (name: string) => page.locator('h2:focus', { hasText: name }).waitFor()

  it('is looked for by its code, and a wrong one is said at the field', async () => {
    await page.goto(`${site.url}/device`)
    await page.getByRole('heading', { level: 1, name: 'Log a program in' }).waitFor()
    await page.getByLabel('Code').fill('too short')
    await page.keyboard.press('Enter')
    await page.getByText('Enter the eight letters that the program shows').waitFor()
    await page.getByLabel('Code').fill('bbbb bbbb')
    await page.keyboard.press('Enter')
    await page.getByText('No program waits with this code').waitFor()
    await keep('wrong-code')
  })

  it('is shown with what it could do, and let act, by keyboard alone', async () => {
    const login = await begin()
    await page.goto(login.verification_uri_complete)
    await expect.poll(() => page.getByLabel('Code').inputValue()).toBe(login.user_code)
    await page.locator('input:focus').waitFor()
    await page.keyboard.press('Enter')
    await focused(`${program} on laptop asks to act for you`)
    await page.getByText(login.user_code).waitFor()
    await keep('asks')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await focused('The program is logged in')
    await keep('confirmed')
    token = (await visitor.deviceLogins.take.mutate(login)).access_token
  })

  it('is refused', async () => {
    const login = await begin()
    await page.goto(login.verification_uri_complete)
    await button('Continue').click()
    await button('Refuse').click()
    await heading('The program was refused').waitFor()
    await keep('refused')
  })

  it('is over where somebody has decided meanwhile', async () => {
    const login = await begin()
    await page.goto(login.verification_uri_complete)
    await button('Continue').click()
    await button('Refuse').waitFor()
    const viewer = createClient({ url: site.url, auth: { cookie: site.people.viewer.cookie, origin: site.url } })
    await viewer.deviceLogins.deny.mutate({ userCode: login.user_code })
    await button('Let it act for me').click()
    await page.getByRole('alert').getByText('The code is over').waitFor()
    await keep('over')
    await button('Enter another code').click()
    await page.getByLabel('Code').waitFor()
  })

  it('is listed on the account page, and ended there', async () => {
    const rights = () =>
      fetch(`${site.url}/api/v1/app-connections/proxy-rights`, { headers: { authorization: `Bearer ${token}` } })
    expect((await rights()).status).toBe(200)
    await page.goto(`${site.url}/o/${site.slug}/account`)
    const row = page.getByRole('table', { name: 'Programs that act for you' }).getByRole('row')
    await row.filter({ hasText: program }).waitFor()
    await keep('listed')
    await button(`Revoke ${program} on laptop`).click()
    await page.getByRole('alertdialog', { name: `Revoke ${program} on laptop?` }).waitFor()
    await keep('revoke-asked')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('Program logged out').waitFor()
    await row.filter({ hasText: program }).waitFor({ state: 'detached' })
    expect((await rights()).status).toBe(401)
    // Chromium tells of the two codes that were not found, as it should be.
    expect(watched.complaints.filter((complaint) => !complaint.includes('status of 404'))).toEqual([])
  })
})

it('sends a visitor without a session to sign-in, and back to the code', async () => {
  const { context, page } = await openAs(browser, site, 'nobody')
  await page.goto(`${site.url}/device?user_code=BCDF-GHJK`)
  await page.getByLabel('Email').fill(site.people.viewer.email)
  await page.getByLabel('Password').fill(site.people.viewer.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(() => page.getByLabel('Code').inputValue()).toBe('BCDF-GHJK')
  await context.close()
})

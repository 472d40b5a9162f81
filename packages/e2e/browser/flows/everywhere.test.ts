import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { keepScreenshot } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { signedIn } from '../seed.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
const home = `${site.url}/o/${site.slug}`
const nameOfCookie = site.people.admin.cookie.split('=', 1)[0] ?? ''
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('everywhere in Chromium at $look', ({ look, ...visit }) => {
  it('says what could not be read, by which request, and reads it again when asked', async () => {
    const { page, context } = await openAs(browser, site, 'admin', visit)
    await page.goto(`${home}/connections`)
    await page.getByRole('link', { name: 'billing-worker' }).waitFor()
    const broken = /appConnections\.list/
    const body = { reqId: 'req-of-the-test', statusCode: 500, error: 'InternalServerError', message: 'Something broke' }
    await page.route(broken, (route) =>
      route.fulfill({ status: 500, json: { error: { message: body.message, code: -32603, data: body } } }),
    )
    await page.getByRole('searchbox').first().fill('search')
    await page.getByText('req-of-the-test').waitFor({ timeout: 40_000 })
    await keepScreenshot(page, `flows/everywhere/failed-${look}`)
    expect(await axeProblems(page)).toEqual([])
    await page.unroute(broken)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('link', { name: 'search-indexer' }).waitFor()
    await context.close()
  })

  it('leads to the overview after a sign-in, or to the page that asked for it', async () => {
    const { page, context } = await openAs(browser, site, 'nobody', visit)
    const { email, password } = site.people.admin
    for (const [path, name] of [
      ['/', 'Overview'],
      [`/o/${site.slug}/projects`, 'Projects'],
    ] as const) {
      await page.goto(`${site.url}${path}`)
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await page.goto(site.url)
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
      expect(new URL(page.url()).pathname).toBe(`/o/${site.slug}`)
      await context.clearCookies()
    }
    await context.close()
  })

  it('keeps what was entered where the session ends meanwhile, and sends it after a new sign-in', async () => {
    const { page, context } = await openAs(browser, site, 'admin', visit)
    await page.goto(`${home}/projects`)
    await page.getByRole('button', { name: 'New project' }).click()
    const dialog = page.getByRole('dialog', { name: 'New project' })
    await dialog.getByLabel('Name', { exact: true }).fill(`Kept ${look}`)
    await context.clearCookies()
    await dialog.getByRole('button', { name: 'Create project' }).click()
    await dialog.getByText('Your session has ended').waitFor()
    await keepScreenshot(page, `flows/everywhere/session-ended-${look}`)
    expect(await axeProblems(page)).toEqual([])
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe(`Kept ${look}`)
    const { email, password } = site.people.admin
    const cookie = await signedIn(site.url, email, password)
    await context.addCookies([{ name: nameOfCookie, value: cookie.slice(nameOfCookie.length + 1), url: site.url }])
    await dialog.getByRole('button', { name: 'Create project' }).click()
    await page.getByRole('heading', { level: 1, name: `Kept ${look}` }).waitFor()
    await context.close()
  })

  it('has the theme that was chosen, whatever the device wants, from the first paint on', async () => {
    const { page, context, complaints } = await openAs(browser, site, 'admin', visit)
    const other = visit.colorScheme === 'dark' ? 'Light' : 'Dark'
    await page.goto(`${home}/connections`)
    const colour = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
    const before = await colour()
    await page.getByRole('button', { name: 'Account of Ada' }).click()
    await page.getByRole('menuitemradio', { name: other }).click()
    await expect.poll(colour).not.toBe(before)
    const chosen = await colour()
    await page.reload({ waitUntil: 'commit' })
    await expect.poll(colour).toBe(chosen)
    await page.waitForLoadState('networkidle')
    expect(await colour()).toBe(chosen)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('moves nothing for whoever asks for that', async () => {
    const { page, context } = await openAs(browser, site, 'admin', visit)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`${home}/connections`)
    await page.getByRole('button', { name: 'New connection' }).click()
    await page.getByRole('dialog').waitFor()
    const moving = await page.evaluate<string[]>(
      'document.getAnimations().filter(({ playState, effect }) => playState === "running" && effect.getComputedTiming().duration > 1).map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)',
    )
    expect(moving).toEqual([])
    await context.close()
  })
})

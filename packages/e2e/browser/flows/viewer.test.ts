import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { keepScreenshot } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
const home = `${site.url}/o/${site.slug}`
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

/** What somebody who may only look must find nowhere. */
const doing =
  /new connection|edit|delete|restore|reconnect|check|invite|remove|rename|rotate|switch|add a member|join|new /i

describe.each(looks)('the viewer in Chromium at $look', ({ look, ...visit }) => {
  it('sees the connections of their project, each with its health, and finds nothing that would change one', async () => {
    const { page, context, complaints } = await openAs(browser, site, 'viewer', visit)
    await page.goto(`${home}/connections`)
    await page.getByRole('link', { name: 'storefront-production' }).waitFor()
    for (const path of ['', '/connections', `/connections/${site.connections.healthy}`, '/projects']) {
      await page.goto(`${home}${path}`)
      await page.waitForLoadState('networkidle')
      const buttons = await page.getByRole('main').getByRole('button').allInnerTexts()
      expect(
        buttons.filter((text) => doing.test(text)),
        path,
      ).toEqual([])
    }
    await page.goto(`${home}/connections/${site.connections.healthy}`)
    await page.getByRole('region', { name: 'Health' }).getByText('Healthy').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('is told on the pages of admins that they are for admins', async () => {
    const { page, context, complaints } = await openAs(browser, site, 'viewer', visit)
    for (const path of ['members', 'identities', 'audit', 'webhooks', 'settings']) {
      await page.goto(`${home}/${path}`)
      await page.getByText('Only admins of the organization can see this page').waitFor()
    }
    await keepScreenshot(page, `flows/viewer/for-admins-${look}`)
    expect(await axeProblems(page)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })

  it('does not learn of a connection of a project they are not in', async () => {
    const { page, context } = await openAs(browser, site, 'viewer', visit)
    const asAdmin = await openAs(browser, site, 'admin', visit)
    const hidden = `${home}/connections/${site.connections.hidden}`
    await asAdmin.page.goto(hidden)
    await asAdmin.page.getByRole('heading', { level: 1, name: 'payroll-sync' }).waitFor()
    await asAdmin.context.close()
    for (const address of [hidden, `${home}/connections?search=payroll`, home]) {
      await page.goto(address)
      await page.waitForLoadState('networkidle')
      expect(await page.content(), address).not.toContain('payroll-sync')
    }
    await context.close()
  })

  it('is refused where they send a change all the same', async () => {
    const { context } = await openAs(browser, site, 'viewer', visit)
    const send = (procedure: string, data: object) =>
      context.request.post(`${site.url}/api/trpc/${procedure}`, { headers: { origin: site.url }, data })
    const ref = { app: 'heroku', connectionId: site.connections.healthy }
    for (const [procedure, input] of [
      ['appConnections.check', ref],
      ['appConnections.remove', ref],
      ['appConnections.update', { ...ref, name: 'mine-now' }],
      ['invitations.create', { email: 'me-too@example.com', role: 'admin' }],
      ['organizations.update', { name: 'Mine' }],
    ] as const) {
      expect((await send(procedure, input)).status(), procedure).toBe(403)
    }
    await context.close()
  })
})

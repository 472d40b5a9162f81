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

/** Has the admin hold a lease of a connection, as by the command line. */
async function openLease(connectionId: string): Promise<void> {
  const { id } = await admin.session.whoAmI.query()
  const ref = { app: 'heroku', connectionId } as const
  const lease = { scopes: ['read'], maxSeconds: 3_600 }
  await admin.grants.create.mutate({ ...ref, subject: { type: 'person', id }, actions: ['leases:create'], lease })
  await admin.leases.create.mutate(ref)
}

describe.each(looks)('the rotation of a connection in Chromium at $look', ({ look, ...visit }) => {
  const name = `rotated-${look}`
  let watched: WatchedPage
  let page: Page
  beforeAll(async () => {
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
    const { token } = await sandboxOf(site).mintToken()
    const input = { app: 'heroku', method: 'auth-token', name, credentials: { authToken: token } } as const
    const { id } = await admin.appConnections.create.mutate(input)
    await openLease(id)
    await page.goto(`${list}/${id}/rotation`)
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/rotation/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }
  const runs = () => page.getByRole('list', { name: 'Last rotations' }).getByRole('listitem')

  it('is none at first, and is set up', async () => {
    await page.getByRole('heading', { name: 'Its credential is never replaced' }).waitFor()
    await keep('none')
    await page.getByRole('button', { name: 'Set up rotation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Every how many days').fill('0')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('rotationInterval must be at least 1').waitFor()
    await dialog.getByLabel('Every how many days').fill('7')
    await keep('set-up')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Every 7 days at 03:00 UTC').waitFor()
  })

  it('happens by hand, and goes back to the credential before', async () => {
    await page.getByRole('button', { name: 'Rotate now' }).click()
    await runs().filter({ hasText: 'Rotated by hand' }).getByText('Succeeded').waitFor()
    await keep('rotated')
    await page.getByRole('button', { name: 'Go back to the credential before' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Go back', exact: true }).click()
    await runs().filter({ hasText: 'Went back to the credential before' }).waitFor()
    await keep('back')
  })

  it('stands beside the leases that are open, of which one is ended', async () => {
    const open = page.getByRole('list', { name: 'Open leases' }).getByRole('listitem')
    await open.filter({ hasText: 'read' }).getByText('Open', { exact: true }).waitFor()
    await open.getByRole('button', { name: /^End the lease of / }).click()
    await keep('lease')
    await page.getByRole('alertdialog').getByRole('button', { name: 'End lease' }).click()
    await page.getByRole('list', { name: 'Ended leases' }).getByText('Ended by its holder').waitFor()
    await keep('leases')
  })
})

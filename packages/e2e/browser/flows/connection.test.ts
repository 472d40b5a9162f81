import { createClient } from '@app-connections/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { connectionsHeading } from '../../test/demo-pages.ts'
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

describe.each(looks)('the life of a connection in Chromium at $look', ({ look, ...visit }) => {
  const name = `walk-${look}`
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
  const nameField = () => dialog().getByLabel('Name', { exact: true })
  const tokenField = () => dialog().getByLabel('Auth Token', { exact: true })
  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/connection/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }

  /** A sync that uses the connection. */
  async function addSync(syncName: string, connectionId: string): Promise<void> {
    const { cookie } = site.people.admin
    const client = createClient({ url: site.url, auth: { cookie, origin: site.url } })
    const place = { projectId: site.projectId, environment: 'production', secretPath: `/${look}` }
    const [app] = await client.appConnections.apps.query({ app: 'heroku', connectionId })
    if (app === undefined) throw new Error('the account has no app')
    await client.secrets.create.mutate({ ...place, secretName: 'LOG_LEVEL', secretValue: 'info' })
    await client.secretSyncs.create.mutate({
      ...{ ...place, destination: 'heroku', name: syncName, connectionId, isAutoSyncEnabled: false },
      syncOptions: { initialSyncBehavior: 'import-prioritize-source' },
      destinationConfig: { app: app.id, appName: app.name },
    })
  }

  it('says at the field, while one types, that a name is taken', async () => {
    await page.goto(list)
    await page.getByRole('button', { name: 'New connection' }).click()
    await dialog().getByLabel('App').selectOption({ label: 'Heroku' })
    await nameField().fill('billing-worker')
    await dialog().getByText('is taken in this scope').waitFor()
    await keep('name-taken')
  })

  it('says at the field why Heroku refuses a token, and shows the token to nobody', async () => {
    const refused = `HRKU-${'x'.repeat(60)}`
    await nameField().fill(name)
    await tokenField().fill(refused)
    expect(await tokenField().getAttribute('type')).toBe('password')
    await dialog().getByRole('button', { name: 'Connect', exact: true }).click()
    await expect.poll(() => tokenField().getAttribute('aria-invalid')).toBe('true')
    expect(await page.content()).not.toContain(refused)
    await keep('token-refused')
  })

  it('connects, and says what it learned', async () => {
    const { token } = await sandboxOf(site).mintToken()
    await tokenField().fill(token)
    await dialog().getByRole('button', { name: 'Connect', exact: true }).click()
    const learned = page.getByRole('dialog', { name: `Connected ${name}` })
    for (const fact of ['ada@example.com', /difference-engine/]) await learned.getByText(fact).waitFor()
    await keep('connected')
    await learned.getByRole('link', { name: 'Open connection' }).click()
    await heading(name).waitFor()
    await page.getByRole('region', { name: 'Health' }).getByText('Healthy').waitFor()
  })

  it('shows the apps that Heroku lets it see, and searches them', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Show apps' }).click()
    await page.getByRole('searchbox', { name: 'Search the apps' }).fill('engine')
    await page.getByText('difference-engine', { exact: true }).waitFor()
    expect(await page.getByText('note-g', { exact: true }).count()).toBe(0)
  })

  it('says what is wrong, and what to do, once Heroku no longer takes the token', async () => {
    const control = sandboxOf(site)
    await control.setFault({ path: '/account', times: 3, effect: { kind: 'status', status: 401 } })
    await page.getByRole('button', { name: 'Check now' }).click()
    const health = page.getByRole('region', { name: 'Health' })
    await health.getByText('Needs reconnect').waitFor()
    await health.getByText(/Reconnect it with a new credential/).waitFor()
    await control.clearFaults()
    await keep('needs-reconnect')
  })

  it('is healthy again after a new token, in place', async () => {
    const { pathname } = new URL(page.url())
    const { token } = await sandboxOf(site).mintToken()
    await page.getByRole('button', { name: 'Reconnect' }).click()
    const reconnect = page.getByRole('dialog', { name: `Reconnect ${name}` })
    await reconnect.getByLabel('Auth Token').fill(token)
    await reconnect.getByRole('button', { name: 'Reconnect' }).click()
    await reconnect.waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Health' }).getByText('Healthy').waitFor()
    expect(new URL(page.url()).pathname).toBe(pathname)
  })

  it('can be renamed and described', async () => {
    await page.getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: `Edit ${name}` })
    await edit.getByLabel('Name', { exact: true }).fill(`${name}-renamed`)
    await edit.getByLabel('Description').fill('What it is for')
    await edit.getByRole('button', { name: 'Save' }).click()
    await heading(`${name}-renamed`).waitFor()
    await page.getByText('What it is for').waitFor()
  })

  it('is found by search, filter and sort, which the address keeps', async () => {
    await page.goto(list)
    await page.getByRole('searchbox', { name: 'Search names and descriptions' }).fill(`${name}-ren`)
    await page.waitForURL(/[?&]search=/)
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1)
    await page.reload()
    await page.getByRole('link', { name: `${name}-renamed` }).waitFor()
    expect(await page.getByRole('rowheader').count()).toBe(1)
    await page.goto(`${list}?health=reconnect_required`)
    await page.getByRole('link', { name: 'legacy-billing' }).waitFor()
    expect(await page.getByRole('link', { name: `${name}-renamed` }).count()).toBe(0)
  })

  it('leads from the number of expiring ones to those, which the list keeps in its address', async () => {
    await page.goto(`${site.url}/o/${site.slug}`)
    const number = page.getByRole('list', { name: 'Connections by health' }).getByRole('link', { name: /Expiring/ })
    const count = Number.parseInt(`${await number.textContent()}`, 10)
    expect(count).toBeGreaterThan(0)
    await number.click()
    await page.waitForURL(/[?&]expiring=true/)
    await page.getByRole('link', { name: 'contractor-access' }).waitFor()
    expect(await page.getByRole('rowheader').count()).toBe(count)
    await page.reload()
    await page.getByRole('link', { name: 'contractor-access' }).waitFor()
    await page.getByRole('combobox', { name: 'Health' }).selectOption({ label: 'Any health' })
    await page.waitForURL((url) => !url.searchParams.has('expiring'))
    await page.getByRole('link', { name: 'storefront-production' }).waitFor()
  })

  it('says what deleting breaks, deletes, and restores', async () => {
    await page.goto(`${list}?search=${name}`)
    await page.getByRole('link', { name: `${name}-renamed` }).click()
    await heading(`${name}-renamed`).waitFor()
    await addSync(`vars-${look}`, /[0-9a-f-]{36}/.exec(new URL(page.url()).pathname)?.[0] ?? '')
    await page.getByRole('button', { name: 'Delete' }).click()
    const question = page.getByRole('alertdialog', { name: `Delete ${name}-renamed?` })
    await question.getByText(/stops working at once/).waitFor()
    await question.getByText('A sync fails without it').waitFor()
    await question.getByText(`vars-${look}`).waitFor()
    await keep('delete-asked')
    await question.getByRole('button', { name: 'Delete connection' }).click()
    await connectionsHeading(page).waitFor()
    await page.getByRole('link', { name: 'Recently deleted' }).click()
    await page.getByRole('button', { name: `Restore ${name}-renamed` }).click()
    await page.getByRole('button', { name: `Restore ${name}-renamed` }).waitFor({ state: 'detached' })
    await page.goto(`${list}?search=${name}`)
    await page.getByRole('link', { name: `${name}-renamed` }).waitFor()
    // Chromium tells of every refusal that a form was answered with.
    expect(watched.complaints.filter((complaint) => !/status of (?:400|422)/.test(complaint))).toEqual([])
  })
})

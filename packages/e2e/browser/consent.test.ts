import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser, whyNoBrowser } from '../test/browser.ts'
import { allowButton, askForConsent, denyButton, readEnd } from '../test/consent-pages.ts'
import { type ConsentService, startConsentService } from '../test/consent-service.ts'
import { openVisitor, type Returned } from '../test/consent-visitor.ts'
import { connectionsHeading } from '../test/demo-pages.ts'
import { callbackPath } from '../test/fresh-service.ts'
import type { WatchedPage } from '../test/watched-page.ts'

const noBrowser = await whyNoBrowser()
const postgresUrl = inject('postgresUrl')
const engine = postgresUrl === '' ? 'PGlite' : 'PostgreSQL'
const toConnection = { onward: 'Open connection', referrer: '' }
const toList = { onward: 'Back to connections', referrer: '' }

describe.skipIf(noBrowser)(`a consent in Chromium at the page of the sandbox, on ${engine}`, () => {
  let service: ConsentService
  let browser: Browser
  let admin: WatchedPage
  let list: string
  const returned: Returned = { callbacks: [], secrets: new Set() }
  const visitor = () => openVisitor(browser, service, returned)

  beforeAll(async () => {
    service = await startConsentService(postgresUrl)
    list = `${service.url}/o/acme/connections`
    browser = await startBrowser()
    admin = await visitor()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })

  /** How many connections there are whose name has this in it. */
  async function countNamed(search: string): Promise<number> {
    const { appConnections } = await service.installation.admin.appConnections.list.query({ search })
    return appConnections.length
  }

  async function connect(name: string): Promise<void> {
    await askForConsent(admin.page, list, name)
    await allowButton(admin.page).click()
    expect((await readEnd(admin.page)).heading).toBe('Connected')
  }

  it('ends on the page of the new connection where it is allowed', async () => {
    const { page } = admin
    await askForConsent(page, list, 'allowed')
    await allowButton(page).click()
    expect(await readEnd(page)).toEqual({
      heading: 'Connected',
      says: expect.stringContaining('The connection is stored'),
      address: expect.stringMatching(/^\/o\/acme\/oauth\/created\/[0-9a-f-]{36}$/),
      ...toConnection,
    })
    await page.getByRole('link', { name: 'Open connection' }).click()
    await page.getByRole('heading', { level: 1, name: 'allowed' }).waitFor()
    await page.getByRole('region', { name: 'Health' }).getByText('Healthy').waitFor()
    await page.getByText('identity write-protected').waitFor()
  })

  it.each([
    ['as Heroku denies, without the state', false],
    ['with the state', true],
  ])('says in the organization that nothing was stored where it is denied, %s', async (_how, denialEchoesState) => {
    await service.sandbox.control.setSwitches({ denialEchoesState })
    const { page } = admin
    await askForConsent(page, list, 'denied')
    await denyButton(page).click()
    expect(await readEnd(page)).toEqual({
      heading: 'Nothing was connected',
      says: expect.stringMatching(/nothing was stored.*Start again/s),
      address: '/o/acme/oauth/denied',
      ...toList,
    })
    await page.getByRole('link', { name: 'Back to connections' }).click()
    await connectionsHeading(page).waitFor()
    expect(await countNamed('denied')).toBe(0)
  })

  it('reconnects in place: the same connection, its next credential', async () => {
    const { page } = admin
    await connect('again')
    await page.getByRole('link', { name: 'Open connection' }).click()
    await page.getByRole('heading', { level: 1, name: 'again' }).waitFor()
    const { pathname } = new URL(page.url())
    await page.getByRole('button', { name: 'Reconnect' }).click()
    await allowButton(page).click()
    expect(await readEnd(page)).toEqual({
      heading: 'Reconnected',
      says: expect.stringContaining('kept its id'),
      address: pathname.replace('/connections/', '/oauth/reconnected/'),
      ...toConnection,
    })
    await page.getByRole('link', { name: 'Open connection' }).click()
    await page.getByRole('heading', { level: 1, name: 'again' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(pathname)
    await page.getByRole('definition').filter({ hasText: /^2$/ }).waitFor()
  })

  it.skipIf(postgresUrl === '')('says that it took too long where its ten minutes are over', async () => {
    const { page } = admin
    await askForConsent(page, list, 'late')
    await service.query?.("update oauth_states set expires_at = now() - interval '1 second'")
    await allowButton(page).click()
    expect(await readEnd(page)).toEqual({
      heading: 'That took too long',
      says: expect.stringMatching(/ten minutes.*nothing was stored.*Start again/s),
      address: '/oauth/expired',
      ...toList,
    })
    expect(await countNamed('late')).toBe(0)
  })

  it('keeps two tabs apart, the later one answered first', async () => {
    const first = admin.page
    const second = await admin.context.newPage()
    await askForConsent(first, list, 'tab-one')
    await askForConsent(second, list, 'tab-two')
    for (const [page, name] of [
      [second, 'tab-two'],
      [first, 'tab-one'],
    ] as const) {
      await allowButton(page).click()
      expect((await readEnd(page)).heading).toBe('Connected')
      await page.getByRole('link', { name: 'Open connection' }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
    }
    await second.close()
  })

  it('makes one connection of a double click on the consent', async () => {
    const { page } = admin
    await askForConsent(page, list, 'doubled')
    await allowButton(page).dblclick()
    // Which of the two the browser follows is its own affair; either page sends the visitor to what was made.
    await expect
      .poll(() => readEnd(page))
      .toMatchObject({
        heading: expect.stringMatching(/^(?:Connected|This link is no longer valid)$/),
        onward: expect.stringMatching(/^(?:Open connection|Back to connections)$/),
        address: expect.not.stringMatching(/[?#]/),
        referrer: '',
      })
    expect(await countNamed('doubled')).toBe(1)
  })

  it('says of a callback that comes again that the first has counted, and makes nothing of it', async () => {
    const { page } = admin
    await connect('replayed')
    await page.goto(`${returned.callbacks.at(-1)}`)
    expect(await readEnd(page)).toEqual({
      heading: 'This link is no longer valid',
      says: expect.stringMatching(/already used.*check the list/s),
      address: '/oauth/unknown',
      ...toList,
    })
    expect(await countNamed('replayed')).toBe(1)
  })

  it('gives the second of two consents for one name a number, and says so', async () => {
    const first = admin.page
    const second = await admin.context.newPage()
    for (const page of [first, second]) await askForConsent(page, list, 'same-name')
    await allowButton(first).click()
    expect((await readEnd(first)).heading).toBe('Connected')
    await allowButton(second).click()
    expect(await readEnd(second)).toMatchObject({
      heading: 'Connected, under another name',
      says: expect.stringMatching(/took the name.*rename it/s),
    })
    await second.getByRole('link', { name: 'Open connection' }).click()
    await second.getByRole('heading', { level: 1, name: 'same-name-2' }).waitFor()
    await second.close()
  })

  it('asks to sign in and to start again where the session was lost at the platform', async () => {
    const { page, context, complaints } = await visitor()
    await askForConsent(page, list, 'lost')
    await context.clearCookies()
    await allowButton(page).click()
    expect(await readEnd(page)).toEqual({
      heading: 'Your session has ended',
      says: expect.stringMatching(/nothing was stored.*Sign in, then start again/s),
      onward: 'Sign in',
      address: '/oauth/signed-out',
      referrer: '',
    })
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(await countNamed('lost')).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('does not take in one browser what was started in another', async () => {
    const { page, context } = await visitor()
    await askForConsent(page, list, 'foreign')
    await admin.page.goto(page.url())
    await allowButton(admin.page).click()
    expect(await readEnd(admin.page)).toMatchObject({
      heading: 'Started in another session',
      says: expect.stringMatching(/nothing was stored.*same browser/s),
      address: '/oauth/foreign',
    })
    await allowButton(page).click()
    expect((await readEnd(page)).heading).toBe('Connected')
    await context.close()
  })

  it('says so where Heroku does not take the code', async () => {
    const { page } = admin
    await askForConsent(page, list, 'refused')
    const state = new URL(page.url()).searchParams.get('state')
    await page.goto(`${service.url}${callbackPath}?code=not-the-code&state=${state}`)
    expect(await readEnd(page)).toEqual({
      heading: 'The platform did not accept this server',
      says: expect.stringMatching(/refused the code.*nothing was stored.*Start again/s),
      address: '/o/acme/oauth/refused',
      ...toList,
    })
    expect(await countNamed('refused')).toBe(0)
  })

  it('says so where Heroku gives no usable answer', async () => {
    const { page } = admin
    await askForConsent(page, list, 'unanswered')
    await service.sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'html', status: 502 } })
    await allowButton(page).click()
    expect(await readEnd(page)).toEqual({
      heading: 'The platform did not answer',
      says: expect.stringMatching(/no usable answer.*nothing was stored.*Start again/s),
      address: '/o/acme/oauth/unavailable',
      ...toList,
    })
    expect(await countNamed('unanswered')).toBe(0)
  })

  it('has left nothing of any callback in a log, and nothing wrong in the console', () => {
    const { output, errors } = service.server.said
    expect(output.includes('/oauth/callback"')).toBe(true)
    expect(returned.secrets.size).toBeGreaterThan(20)
    const said = `${output}${errors}${service.web.said.output}`
    expect([...returned.secrets].filter((secret) => said.includes(secret))).toEqual([])
    expect(said).not.toMatch(/[?&](?:code|state|error)=/)
    expect(admin.complaints).toEqual([])
  })
})

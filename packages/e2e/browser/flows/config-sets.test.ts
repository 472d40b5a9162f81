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
const project = `${site.url}/o/${site.slug}/projects/${site.projectId}`
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

const admin = createClient({ url: site.url, auth: { cookie: site.people.admin.cookie, origin: site.url } })

describe.each(looks)('a config set in Chromium at $look', ({ look, ...visit }) => {
  const environment = `flow-${look}`
  const name = `flow-${look}`
  let watched: WatchedPage
  let page: Page
  let appName: string
  beforeAll(async () => {
    const [app] = await sandboxOf(site).addApps({ count: 1 })
    appName = app?.name ?? ''
    watched = await openAs(browser, site, 'admin', visit)
    page = watched.page
    await page.goto(`${project}/sets`)
  })
  afterAll(() => watched.context.close())
  inOneStory(() => page)

  const keep = async (step: string) => {
    await keepScreenshot(page, `flows/config-sets/${step}-${look}`)
    expect(await axeProblems(page)).toEqual([])
  }
  const dialog = () => page.getByRole('dialog')
  const button = (label: string) => page.getByRole('button', { name: label, exact: true })
  const inDialog = (label: string) => dialog().getByRole('button', { name: label, exact: true })

  it('is created with its first key', async () => {
    await button('New config set').click()
    await dialog().getByLabel('Environment').fill(environment)
    await dialog().getByLabel('First key').fill('two words')
    await inDialog('Create config set').click()
    await dialog().getByText('Secret name cannot contain spaces').waitFor()
    await dialog().getByLabel('First key').fill('LOG_LEVEL')
    await dialog().getByLabel('Value').fill('debug')
    await inDialog('Create config set').click()
    await page.getByRole('heading', { level: 1, name: environment }).waitFor()
    await button('LOG_LEVEL').waitFor()
  })

  it('takes a text in, after it has shown what it read', async () => {
    await button('Import').click()
    await dialog().getByLabel('Text').fill('LOG_LEVEL=info\nFEATURE_A="on"\n')
    await inDialog('Read it').click()
    await dialog().getByText('1 new, 1 changed, 0 the same').waitFor()
    await keep('read')
    await inDialog('Store 2 keys').click()
    await button('FEATURE_A').waitFor()
  })

  it('shows a value and its history to those who may see it', async () => {
    await button('LOG_LEVEL').click()
    await dialog().getByText('Version 1', { exact: true }).waitFor()
    expect(await dialog().getByText('debug').count()).toBe(0)
    await inDialog('Show value').click()
    await dialog().getByText('info', { exact: true }).waitFor()
    await inDialog('Show value of version 1').click()
    await dialog().getByText('debug', { exact: true }).waitFor()
    await keep('history')
    await inDialog('Edit').click()
    await dialog().getByLabel('Comment').fill('how much is logged')
    await inDialog('Save').click()
    await page.getByText('how much is logged').waitFor()
  })

  it('finds a key, and deletes it', async () => {
    await page.getByRole('searchbox').fill('feature')
    await button('LOG_LEVEL').waitFor({ state: 'hidden' })
    await button('FEATURE_A').click()
    await inDialog('Delete').click()
    await page.getByText('No sync deletes it at an app.').waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete key' }).click()
    await page.getByText('No key is called so.').waitFor()
  })

  it('is bound to an app, planned, applied and undone', async () => {
    await page.goto(`${project}/syncs`)
    await button('New sync').click()
    await dialog().getByLabel('Name').fill(name)
    await dialog().getByLabel('Config set').selectOption({ label: environment })
    await dialog().getByLabel('Connection').selectOption({ label: 'storefront-production' })
    await dialog().getByLabel('App', { exact: true }).selectOption({ label: appName })
    await keep('new-sync')
    await inDialog('Create sync').click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await button('Plan').click()
    await page.getByRole('heading', { name: 'Plan: 1 add' }).waitFor()
    await page.getByRole('list', { name: 'Add' }).getByRole('button').click()
    await page.getByText('Owner: this sync').waitFor()
    await keep('planned')
    await button('Apply 1 change').click()
    await button('Undo…').click()
    await page.getByRole('heading', { name: 'Undo: 1 remove' }).waitFor()
    await keep('undo')
    await button('Apply 1 change').click()
    await page
      .getByText('The app has the new value.')
      .or(page.getByText('Applied', { exact: true }))
      .first()
      .waitFor()
    const syncs = await admin.secretSyncs.list.query({ projectId: site.projectId })
    const sync = syncs.find((each) => each.name === name)
    const { plans } = await admin.secretSyncs.history.query({ syncId: sync?.id ?? '' })
    expect(plans.map(({ kind }) => kind)).toEqual(['undo', 'sync'])
  })

  it('shows what somebody else has changed at the app, and plans to put it back', async () => {
    await button('Plan').click()
    await page.getByRole('heading', { name: 'Plan: 1 add' }).waitFor()
    await button('Apply 1 change').click()
    await button('Undo…').waitFor()
    const { token } = await sandboxOf(site).mintToken()
    const answer = await fetch(`${site.herokuUrl}/apps/${appName}/config-vars`, {
      method: 'PATCH',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        accept: 'application/vnd.heroku+json; version=3',
      },
      body: JSON.stringify({ LOG_LEVEL: 'by somebody else' }),
    })
    expect(answer.status).toBe(200)
    await button('Look now').click()
    await page.getByRole('list', { name: 'Keys changed outside' }).getByText('Changed', { exact: true }).waitFor()
    await keep('drift')
    expect(await page.getByText('by somebody else').count()).toBe(0)
    await button('Plan to put back').click()
    await page.getByRole('heading', { name: /^Put back.*: 1 change$/ }).waitFor()
  })
})

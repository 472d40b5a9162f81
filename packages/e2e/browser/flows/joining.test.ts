import { createClient } from '@app-connections/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../../test/browser.ts'
import { signIn } from '../../test/demo-pages.ts'
import { keepScreenshot, type WatchedPage } from '../../test/watched-page.ts'
import { axeProblems } from '../gates/axe.ts'
import { inOneStory } from '../story.ts'
import { looks, openAs } from '../visits.ts'

const site = inject('site')
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('a new colleague in Chromium at $look', ({ look, ...visit }) => {
  const email = `new-${look}@example.com`
  const first = 'the first password of mine'
  const second = 'the second password of mine'
  const third = 'the third password of mine'
  let admin: WatchedPage
  let colleague: WatchedPage
  let page: Page
  beforeAll(async () => {
    admin = await openAs(browser, site, 'admin', visit)
    colleague = await openAs(browser, site, 'nobody', visit)
    page = colleague.page
  })
  afterAll(async () => {
    for (const { context } of [admin, colleague]) await context.close()
  })
  inOneStory(() => page)

  const keep = async (step: string, shown = page) => {
    await keepScreenshot(shown, `flows/joining/${step}-${look}`)
    expect(await axeProblems(shown)).toEqual([])
  }
  const account = `${site.url}/o/${site.slug}/account`

  it('is invited by a link that is shown once', async () => {
    await admin.page.goto(`${site.url}/o/${site.slug}/members`)
    await admin.page.getByRole('button', { name: 'Invite' }).click()
    await admin.page.getByRole('dialog').getByLabel('Email').fill(email)
    await admin.page.getByRole('button', { name: 'Create link' }).click()
    const made = admin.page.getByRole('dialog', { name: `Invited ${email}` })
    const link = await made.getByRole('region', { name: 'Invitation link' }).textContent()
    await keep('invited', admin.page)
    await page.goto(`${link}`)
    await page.getByRole('heading', { level: 1, name: 'Join your team' }).waitFor()
    expect(page.url()).not.toContain('?')
  })

  it('is told at the field which password is too short, and joins', async () => {
    await page.getByLabel('Your name').fill('Noa')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Join' }).click()
    await expect.poll(() => page.getByLabel('Password', { exact: true }).getAttribute('aria-invalid')).toBe('true')
    await keep('password-too-short')
    await page.getByLabel('Password', { exact: true }).fill(first)
    await page.getByRole('button', { name: 'Join' }).click()
    await page.getByRole('navigation', { name: 'Organization' }).waitFor()
    await keep('joined')
  })

  it('changes the password, and signs a session elsewhere out', async () => {
    const elsewhere = await openAs(browser, site, 'nobody', visit)
    await signIn(elsewhere.page, site.url, email, first)
    await page.goto(account)
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await page.getByText('This session').waitFor()
    await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' })
    await elsewhere.page.goto(site.url)
    await elsewhere.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await elsewhere.context.close()
    await page.getByLabel('Current password').fill(first)
    await page.getByLabel('New password').fill(second)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Password changed').waitFor()
    await keep('password-changed')
  })

  it('signs out, is refused with the old password, and signs in with the new one', async () => {
    await page.getByRole('button', { name: 'Account of Noa' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(first)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor()
    await keep('sign-in-refused')
    await signIn(page, site.url, email, second)
  })

  it('gets a new password by a link of an admin, which ends the sessions', async () => {
    const client = createClient({ url: site.url, auth: { cookie: site.people.admin.cookie, origin: site.url } })
    const member = (await client.members.list.query({})).find((each) => each.email === email)
    const reset = await client.people.createPasswordReset.mutate({ personId: member?.personId ?? '' })
    const other = await openAs(browser, site, 'nobody', visit)
    await other.page.goto(reset.url)
    await other.page.getByLabel('New password').fill(third)
    await other.page.getByRole('button', { name: 'Set password' }).click()
    await other.page.getByText('Your new password is set').waitFor()
    await keep('password-reset', other.page)
    await page.goto(site.url)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await signIn(page, site.url, email, third)
    await other.context.close()
  })

  it('is taken out of the organization by the admin', async () => {
    await admin.page.goto(`${site.url}/o/${site.slug}/members`)
    await admin.page
      .getByRole('listitem')
      .filter({ hasText: email })
      .getByRole('button', { name: 'Remove Noa' })
      .click()
    await admin.page.getByRole('alertdialog').waitFor()
    await keep('remove-asked', admin.page)
    await admin.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await admin.page.getByText(email).waitFor({ state: 'detached' })
    await page.goto(site.url)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(admin.complaints).toEqual([])
    // Chromium tells of the sign-in that was refused, as it should be.
    expect(colleague.complaints.filter((complaint) => !complaint.includes('status of 401'))).toEqual([])
  })
})

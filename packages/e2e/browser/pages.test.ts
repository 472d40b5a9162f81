import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startBrowser } from '../test/browser.ts'
import { keepScreenshot, type WatchedPage } from '../test/watched-page.ts'
import { axeProblems } from './gates/axe.ts'
import { layoutShifts, watchLayoutShifts } from './gates/layout-shift.ts'
import { overflow } from './gates/overflow.ts'
import { pages } from './pages.ts'
import { goTo, looks, openAs } from './visits.ts'

const site = inject('site')
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

describe.each(looks)('in Chromium at $look', ({ look, ...visit }) => {
  const visitors = new Map<string, WatchedPage>()
  afterAll(async () => {
    for (const { context } of visitors.values()) await context.close()
  })

  it.each(pages)('$name, as $as, is accessible, stands still and says nothing to the console', async (each) => {
    const known = visitors.get(each.as)
    const watched = known ?? (await openAs(browser, site, each.as, visit))
    if (known === undefined) await watchLayoutShifts(watched.context)
    visitors.set(each.as, watched)
    const before = watched.complaints.length
    // A document of its own each: what the one before held is gone.
    const page = await watched.context.newPage()
    try {
      await goTo(page, site, each)
      const shifts = await layoutShifts(page)
      await each.open?.(page)
      await page.waitForLoadState('networkidle')
      await keepScreenshot(page, `pages/${each.name}-${look}`)
      expect([
        ...shifts,
        ...(await overflow(page)),
        ...(await axeProblems(page)),
        ...watched.complaints.slice(before).filter((complaint) => !isOwnStatus(complaint, each.status)),
      ]).toEqual([])
    } finally {
      await page.close()
    }
  })
})

/** Chromium's own line about a page that is answered, as it should be, with a status other than 200. */
function isOwnStatus(complaint: string, status: number | undefined): boolean {
  return status !== undefined && complaint.includes(`the server responded with a status of ${status}`)
}

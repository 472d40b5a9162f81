import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { startBrowser } from '../test/browser.ts'
import { weighScripts } from './gates/script-weight.ts'
import { pages } from './pages.ts'
import { goTo, openAs } from './visits.ts'

/** What the first load of the connections page may weigh, in kB (1,000 bytes) of compressed script. */
const mostKilobytes = 180

const site = inject('site')
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

it(`loads the connections page with at most ${mostKilobytes} kB of script in Chromium`, async () => {
  const each = pages.find(({ name }) => name === 'connections')
  if (each === undefined) throw new Error('the table of pages has no connections')
  const { page, context } = await openAs(browser, site, each.as)
  const { kilobytes, scripts } = await weighScripts(page, () => goTo(page, site, each))
  await context.close()
  const list = scripts.map(({ url, bytes, encoding }) => `${(bytes / 1_000).toFixed(1)} kB ${encoding} ${url}`)
  process.stdout.write(`connections: ${kilobytes.toFixed(1)} kB of script in ${scripts.length} files\n`)
  expect(scripts.filter(({ encoding }) => encoding !== 'gzip')).toEqual([])
  expect(kilobytes, `too heavy:\n${list.join('\n')}`).toBeLessThanOrEqual(mostKilobytes)
})

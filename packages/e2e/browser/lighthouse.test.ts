import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { startBrowser } from '../test/browser.ts'
import { freePorts } from '../test/ports.ts'
import { judge } from './gates/lighthouse.ts'
import { pages } from './pages.ts'

const site = inject('site')
let browser: Browser
let port: number
beforeAll(async () => {
  ;[port = 0] = await freePorts(1)
  browser = await startBrowser({ debuggingPort: port })
})
afterAll(() => browser.close())

/** Every page as it is when one comes to it; those that only open something on one of them are left out. */
const judged = pages.filter(({ open, status }) => open === undefined && status === undefined)
const cookieOf = (as: (typeof pages)[number]['as']) => (as === 'nobody' ? '' : site.people[as].cookie)

it.each(judged)('Lighthouse in Chromium finds $name, as $as, accessible without reserve', async ({ path, as }) => {
  const { scores, problems } = await judge(`${site.url}${path(site)}`, {
    port,
    cookie: cookieOf(as),
    formFactor: 'desktop',
    categories: ['accessibility'],
  })
  expect({ scores, problems }).toEqual({ scores: { accessibility: 100 }, problems: [] })
})

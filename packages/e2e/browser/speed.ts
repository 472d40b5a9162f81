import type { Browser, Page } from 'playwright-core'
import { judge, type LighthouseResult } from './gates/lighthouse.ts'
import { weighScripts } from './gates/script-weight.ts'
import type { Site } from './site.ts'
import { openAs } from './visits.ts'

type Scores = LighthouseResult['scores']

const categories = ['performance', 'best-practices', 'accessibility'] as const

/** The measures of the web app's speed. Times in milliseconds, each the median of so many runs. */
export interface Speed {
  readonly runs: number
  readonly connections: number
  /** Largest contentful paint of a first visit, by page. */
  readonly lcpMs: Readonly<Record<string, number>>
  /** From a key or click to the next paint: the slowest such interaction of a run. */
  readonly interactionMs: Readonly<Record<string, number>>
  readonly scriptKilobytes: number
  readonly lighthouse: Readonly<Record<'desktop' | 'mobile', Scores>>
}

/**
 * Measures the list of a site with many connections, and the way from there to one of them. `port` is where the browser
 * can be steered by Lighthouse too.
 */
export async function measureSpeed(
  browser: Browser,
  site: Site,
  { port, connections, runs }: { port: number; connections: number; runs: number },
): Promise<Speed> {
  const home = `${site.url}/o/${site.slug}`
  const list = `${home}/connections`
  const lcpMs: Record<string, number> = {}
  const addresses = { overview: home, connections: list, connection: `${list}/${site.connections.healthy}` }
  for (const [name, address] of Object.entries(addresses)) {
    lcpMs[name] = await medianOf(runs, () => onFreshPage(browser, site, (page) => largestPaint(page, address)))
  }
  const interactionMs: Record<string, number> = {}
  for (const [name, interact] of Object.entries(interactions)) {
    interactionMs[name] = await medianOf(runs, () =>
      onFreshPage(browser, site, (page) => slowestInteraction(page, list, interact)),
    )
  }
  const { kilobytes } = await onFreshPage(browser, site, (page) =>
    weighScripts(page, () => page.goto(list, { waitUntil: 'networkidle' })),
  )
  const scores = (formFactor: 'desktop' | 'mobile') =>
    judgeOften(list, runs, { port, formFactor, cookie: site.people.admin.cookie })
  return {
    runs,
    connections,
    lcpMs,
    interactionMs,
    scriptKilobytes: Math.round(kilobytes * 10) / 10,
    lighthouse: { desktop: await scores('desktop'), mobile: await scores('mobile') },
  }
}

/** The median of each score, so that one busy second of the machine does not count. */
async function judgeOften(
  address: string,
  runs: number,
  options: { port: number; cookie: string; formFactor: 'desktop' | 'mobile' },
): Promise<Scores> {
  const all: Scores[] = []
  for (let run = 0; run < runs; run += 1) {
    all.push((await judge(address, { ...options, categories: [...categories] })).scores)
  }
  return Object.fromEntries(categories.map((category) => [category, median(all.map((each) => each[category] ?? 0))]))
}

/** What people do on the list, each ending where its effect is seen. */
const interactions: Record<string, (page: Page) => Promise<void>> = {
  'typing in the search': async (page) => {
    await page.getByRole('searchbox').first().pressSequentially('speed-04', { delay: 60 })
    await page.waitForURL(/search=speed-04/)
    await page.getByRole('link', { name: 'speed-0400' }).waitFor()
  },
  'next page': async (page) => {
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.waitForURL(/cursor=/)
    await page.getByRole('button', { name: 'First page' }).waitFor()
  },
  'opening a connection': async (page) => {
    await page.getByRole('table').getByRole('link').first().click()
    await page.waitForURL(/connections\/[0-9a-f-]{36}/)
    await page.getByRole('region', { name: 'Health' }).waitFor()
  },
}

async function onFreshPage<Result>(
  browser: Browser,
  site: Site,
  measure: (page: Page) => Promise<Result>,
): Promise<Result> {
  const { page, context } = await openAs(browser, site, 'admin')
  try {
    return await measure(page)
  } finally {
    await context.close()
  }
}

async function largestPaint(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'networkidle' })
  return page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
      .observe({ type: 'largest-contentful-paint', buffered: true })
  })`)
}

/** Event Timing rounds to 8 ms, and reports what takes 16 ms and more: less than that counts as 16. */
async function slowestInteraction(
  page: Page,
  address: string,
  interact: (page: Page) => Promise<void>,
): Promise<number> {
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.evaluate(`
    window.slowest = 16
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries())
        if (interactionId > 0) window.slowest = Math.max(window.slowest, duration)
    }).observe({ type: 'event', durationThreshold: 16 })`)
  await interact(page)
  // Entries come after the paint that they report.
  await page.waitForTimeout(300)
  return page.evaluate<number>('window.slowest')
}

async function medianOf(runs: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let run = 0; run < runs; run += 1) values.push(await measure())
  return Math.round(median(values))
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

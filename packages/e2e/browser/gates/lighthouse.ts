import lighthouse from 'lighthouse'

export type Category = 'accessibility' | 'performance' | 'best-practices'
export type FormFactor = 'desktop' | 'mobile'

export interface LighthouseResult {
  /** 0 to 100, by category. */
  readonly scores: Partial<Record<Category, number>>
  /** What costs points, a line for each: category, audit, and the elements where it says so. */
  readonly problems: readonly string[]
}

interface Audit {
  id: string
  title: string
  score: number | null
  details?: { items?: { node?: { selector?: string } }[] }
}

interface Report {
  runtimeError?: { message: string }
  audits: Record<string, Audit>
  categories: Record<string, { id: string; score: number | null; auditRefs: { id: string; weight: number }[] }>
}

/** Lighthouse's own settings for a desktop: a fast line and no slower processor. Its default is a phone. */
const desktop = {
  formFactor: 'desktop',
  screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
  throttling: {
    rttMs: 40,
    throughputKbps: 10_240,
    cpuSlowdownMultiplier: 1,
    requestLatencyMs: 0,
    downloadThroughputKbps: 0,
    uploadThroughputKbps: 0,
  },
} as const

/** Has Lighthouse judge a page in the Chromium that listens for it on `port`. `cookie` as a browser would send it. */
export async function judge(
  url: string,
  options: { port: number; cookie: string; formFactor: FormFactor; categories: Category[] },
): Promise<LighthouseResult> {
  const ran = await lighthouse(url, {
    port: options.port,
    logLevel: 'silent',
    output: 'json',
    onlyCategories: options.categories,
    extraHeaders: options.cookie === '' ? {} : { cookie: options.cookie },
    ...(options.formFactor === 'desktop' ? desktop : {}),
  })
  if (ran === undefined) throw new Error('Lighthouse gave no result')
  const report: Report = JSON.parse(typeof ran.report === 'string' ? ran.report : (ran.report[0] ?? ''))
  if (report.runtimeError !== undefined) throw new Error(`Lighthouse could not judge: ${report.runtimeError.message}`)
  const scores: Partial<Record<Category, number>> = {}
  for (const category of options.categories) {
    scores[category] = Math.round((report.categories[category]?.score ?? 0) * 100)
  }
  return { scores, problems: problemsOf(report) }
}

function problemsOf({ categories, audits }: Report): string[] {
  return Object.values(categories).flatMap((category) =>
    category.auditRefs.flatMap(({ id, weight }) => {
      const audit = audits[id]
      if (audit === undefined || audit.score === null || audit.score >= 0.9 || weight === 0) return []
      const places = (audit.details?.items ?? []).flatMap(({ node }) => node?.selector ?? [])
      return [`${category.id} ${id} (${audit.title})${places.length > 0 ? ` at ${places.slice(0, 5).join(', ')}` : ''}`]
    }),
  )
}
